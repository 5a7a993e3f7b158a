#!/bin/sh
# Examines this host and changes nothing: prints what it finds, and fails with everything that is in the way of a deployment.
# uses: preflight-facts, preflight-judgement
