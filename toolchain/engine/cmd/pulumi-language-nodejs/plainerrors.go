package main

import "net/url"

// plainErrors makes Node.js show errors without colours. Some releases of 20 to 25 never come to an end of colouring a
// stack with a frame such as node_modules/@pulumi/resource.ts, which the SDK's source maps produce: a program's error
// would be shown after half a minute (nodejs/node#64011).
const plainErrors = `
import util from "node:util";
const { inspect } = util;
const plain = (value, options, ...rest) =>
  inspect(value, options?.colors && util.types.isNativeError(value) ? { ...options, colors: false } : options, ...rest);
util.inspect = Object.assign(plain, inspect);
`

// plainErrorsArgument is the argument of node that does so before anything else is loaded.
func plainErrorsArgument() string {
	return "--import=data:text/javascript," + url.PathEscape(plainErrors)
}
