# The published image with the two packages that it lacks, from the package source that it already names.
ARG OFFICIAL_IMAGE
FROM ${OFFICIAL_IMAGE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-17-pgaudit pgbackrest \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -m 0750 -o postgres -g postgres /var/log/pgbackrest /var/lib/pgbackrest /var/spool/pgbackrest /var/lib/tovplay/wal
