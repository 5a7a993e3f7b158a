package preview

import p "github.com/pulumi/pulumi-go-provider"

// CloudflareVersion is that of the npm package.
const CloudflareVersion = "6.22.1"

// Cloudflare serves zones, their records and their settings.
func Cloudflare() p.Provider { return provider("cloudflare", cloudflareResources) }

var cloudflareResources = map[string]kind{
	"cloudflare:index/zone:Zone": {
		required: []string{"account", "name"},
		optional: []string{"paused", "type", "vanityNameServers"},
		replaces: []string{"name"},
		outputs: []string{"activatedOn", "cnameSuffix", "createdOn", "developmentMode", "meta", "modifiedOn", "nameServers",
			"originalDnshost", "originalNameServers", "originalRegistrar", "owner", "permissions", "plan", "status",
			"tenant", "tenantUnit", "verificationKey"},
	},
	"cloudflare:index/dnsRecord:DnsRecord": {
		required: []string{"name", "ttl", "type", "zoneId"},
		optional: []string{"comment", "content", "data", "includeShadowMetadata", "priority", "privateRouting", "proxied", "settings", "tags"},
		replaces: []string{"zoneId"},
		outputs:  []string{"commentModifiedOn", "createdOn", "meta", "modifiedOn", "proxiable", "tagsModifiedOn"},
	},
	"cloudflare:index/zoneSetting:ZoneSetting": {
		required: []string{"settingId", "value", "zoneId"},
		optional: []string{"enabled"},
		replaces: []string{"settingId", "zoneId"},
		outputs:  []string{"editable", "modifiedOn", "timeRemaining"},
	},
}
