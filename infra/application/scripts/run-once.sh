#!/bin/sh
# Runs `node $ENTRY` of image $IMAGE once, with the database settings of the environment, and waits for its end.
# Its password is the file $PASSWORD_FILE of this host. A run that was cut off is ended first: it works in transactions.
set -eu
docker rm --force "$NAME" >/dev/null 2>&1 || true
exec docker run --rm --name "$NAME" \
  --label "org.tovplay.stack=$STACK" --label "org.tovplay.service=$NAME" \
  --network "$NETWORK" --user 10001 --read-only --cap-drop ALL --security-opt no-new-privileges \
  --memory 192m --memory-swap 192m --log-opt max-size=10m --log-opt max-file=3 --no-healthcheck \
  --mount "type=bind,source=$PASSWORD_FILE,target=/run/secrets/database-password,readonly" \
  ${AUTHORITY_FILE:+--mount "type=bind,source=$AUTHORITY_FILE,target=/run/secrets/database-authority.crt,readonly"} \
  ${AUTHORITY_FILE:+--env DATABASE_TLS_CA_FILE=/run/secrets/database-authority.crt} \
  ${ADD_HOST:+--add-host "$ADD_HOST"} \
  ${SEED_PASSWORD_FILE:+--mount "type=bind,source=$SEED_PASSWORD_FILE,target=/run/secrets/seed-password,readonly"} \
  ${SEED_PASSWORD_FILE:+--env SEED_PASSWORD_FILE=/run/secrets/seed-password} \
  --env DATABASE_HOST --env DATABASE_PORT --env DATABASE_NAME --env DATABASE_USER \
  --env DATABASE_PASSWORD_FILE=/run/secrets/database-password \
  "$IMAGE" node "$ENTRY"
