package docker

import "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"

// configuration names the provider's settings where the published names differ from the computed ones.
func configuration() map[string]*tfbridge.SchemaInfo {
	return map[string]*tfbridge.SchemaInfo{
		"registry_auth": {Name: "registryAuth", MaxItemsOne: tfbridge.False()},
	}
}

// resources names types and properties where the published names differ from the computed ones.
func resources() map[string]*tfbridge.ResourceInfo {
	return map[string]*tfbridge.ResourceInfo{
		"docker_container": {
			Tok:                 "docker:index/container:Container",
			DeleteBeforeReplace: true,
			Fields: map[string]*tfbridge.SchemaInfo{
				"command":           {Name: "command"},
				"networks_advanced": {Name: "networksAdvanced"},
			},
		},
		"docker_image": {
			Tok:    "docker:index/remoteImage:RemoteImage",
			Fields: map[string]*tfbridge.SchemaInfo{"name": {Name: "name"}},
		},
		"docker_config": {Tok: "docker:index/serviceConfig:ServiceConfig"},
	}
}

func dataSources() map[string]*tfbridge.DataSourceInfo {
	return map[string]*tfbridge.DataSourceInfo{
		"docker_image": {Tok: "docker:index/getRemoteImage:getRemoteImage"},
	}
}
