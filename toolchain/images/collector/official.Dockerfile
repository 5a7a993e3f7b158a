# The published image with a shell, sleep and wget, without which a health check would be impossible.
ARG OFFICIAL_IMAGE
FROM busybox:1.37.0-musl AS busybox
FROM ${OFFICIAL_IMAGE}
COPY --from=busybox /bin/busybox /bin/sh
COPY --from=busybox /bin/busybox /bin/sleep
COPY --from=busybox /bin/busybox /bin/wget
