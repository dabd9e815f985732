# SQLEnv with its data: docs/container.md has the arguments, the limits and the sizes.

# What the server runs on: any image with glibc and a shell. Node is added where it has none that fits.
ARG BASE_IMAGE=node:24.21.0-bookworm-slim

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No install scripts: better-sqlite3 brings its binaries along. No optional packages: they are other
# tools' binaries, which making the data does without.
RUN npm ci --ignore-scripts --omit=optional --no-audit --no-fund
COPY src ./src
COPY data/sources ./data/sources

# Where ten databases of Spider come from: addresses of its published layout, tried in this order for
# each file, or a folder of this stage; empty for none. Every file is held to a checksum.
ARG SPIDER_SOURCE="https://raw.githubusercontent.com/hyukkyukang/text2SQL/999f5e467a3c2a263533f1dfa3d0106a18d343d1/datasets/spider https://huggingface.co/datasets/lklimkiewicz/Spider-Raw/resolve/40b5d04cb3836188ea7bf0ac9ed810e1ff432acf"
RUN [ -z "$SPIDER_SOURCE" ] \
    || NODE_USE_ENV_PROXY=1 node src/cli/sqlenv.js data import spider --pinned --from "$SPIDER_SOURCE" --data-dir data \
    || { echo 'Spider was not imported. Name another copy with --build-arg SPIDER_SOURCE=URL, or leave it out with --build-arg SPIDER_SOURCE= (then only the built-in data are served).' >&2; exit 1; }

RUN node src/cli/sqlenv.js data build --data-dir data

# What serving does not need goes: development packages, seven of better-sqlite3's eight binaries.
RUN rm -rf node_modules data/sources \
    && npm ci --omit=dev --omit=optional --omit=peer --ignore-scripts --no-audit --no-fund \
    && rm -rf node_modules/better-sqlite3/deps node_modules/better-sqlite3/src \
    && find node_modules/better-sqlite3/prebuilds -type f ! -name "linux-$(node -p process.arch).node" -delete \
    && find . -name '*.test.ts' -delete
COPY README.md LICENSE ./
# Whatever modes the files had where they came from.
RUN chmod -R u=rwX,go=rX .

# The page at /web. What builds it are development packages with their binaries: they stay here.
FROM node:24.21.0-bookworm-slim AS page
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY src ./src
RUN node src/cli/sqlenv.js build-page

FROM ${BASE_IMAGE}
LABEL org.opencontainers.image.title="SQLEnv" \
      org.opencontainers.image.description="An OpenEnv environment that teaches language models to explore databases and answer questions with SQL" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT AND CC-BY-SA-4.0"
USER root
WORKDIR /app
# The build stage's Node is only looked at, and copied where the base has none or an older one.
RUN --mount=type=bind,from=build,source=/usr/local/bin/node,target=/mnt/node \
    node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major * 100 + minor >= 2218 ? 0 : 1)' 2>/dev/null \
    || cp /mnt/node /usr/local/bin/node
# The base may have its own user of this number.
RUN sed -i '/^[^:]*:[^:]*:1000:/d' /etc/passwd /etc/group \
    && echo 'appuser:x:1000:1000::/app:/bin/sh' >> /etc/passwd \
    && echo 'appuser:x:1000:' >> /etc/group
COPY --from=build /app ./
COPY --from=page /app/dist/web ./dist/web
ENV NODE_ENV=production \
    SQLENV_DATA_DIR=/app/data \
    NODE_COMPILE_CACHE=/app/.compile-cache \
    PORT=8000 \
    ENABLE_WEB_INTERFACE=true
# One start, which also shows that it works on this base. What Node compiles is kept, by user: the next
# start on such a machine takes half the time and less memory, also where nothing can be written.
RUN HOST=127.0.0.1 PORT=0 node src/cli/sqlenv.js serve >/tmp/first-start & server=$! \
    ; until grep -q listening /tmp/first-start; do kill -0 "$server" && sleep 0.2 || exit 1; done \
    ; sleep 2 && kill "$server" && wait "$server" \
    && rm /tmp/first-start \
    && chmod -R go=rX "$NODE_COMPILE_CACHE" \
    && cd "$NODE_COMPILE_CACHE" \
    && for dir in *-0; do ln -s "$dir" "${dir%0}1000" && ln -s "$dir" "${dir%0}65532"; done
USER appuser
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8000}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# The base's own entry point would stand between a signal and the server.
ENTRYPOINT []
CMD ["node", "src/cli/sqlenv.js", "serve"]
