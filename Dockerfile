# One scan and out, e.g. from the host's cron at minute 1 of each hour; deploy/compose.yaml scans by itself:
#   docker run --rm -v statarb:/statarb --env-file .env statarb scan
# Settings and everything a run leaves behind live in the volume /statarb.

FROM node:22-slim AS build
# better-sqlite3 is compiled where no ready-made binary can be fetched.
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
COPY scripts scripts
RUN npm ci
COPY tsconfig.json ./
COPY src src
RUN npm run build && npm prune --omit=dev

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY LICENSE config.yaml .env.example ./
RUN ln -s /app/dist/main.js /usr/local/bin/statarb \
  && install -d -o node -g node /statarb
COPY --chown=node:node config.yaml /statarb/
USER node
WORKDIR /statarb
VOLUME /statarb
HEALTHCHECK --interval=5m --timeout=30s --start-period=10m --retries=2 CMD ["statarb", "health"]
ENTRYPOINT ["statarb"]
CMD ["scan"]
