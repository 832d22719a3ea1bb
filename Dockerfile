# The fake HQ as an image: one static binary and nothing else.
#
#   docker build -t fakehq .
#   docker run --rm -p 8700:8700 fakehq
#   docker run --rm -p 8700:8700 -v "$PWD/world.toml:/world.toml:ro" fakehq serve --host 0.0.0.0 --world /world.toml
#
# Everything is in memory: stopping the container forgets it. Workbooks are made
# in memory too, unless there is a folder for temporary files: --tmpfs /tmp. Any flag of
# `fakehq serve` can be given as FAKEHQ_* too.

FROM rust:1-alpine AS build
RUN apk add --no-cache gcc musl-dev
WORKDIR /src
COPY . .
RUN cargo build --release --locked -p fakehq && cp target/release/fakehq /fakehq

FROM scratch
COPY --from=build /fakehq /fakehq
USER 65534:65534
EXPOSE 8700
ENTRYPOINT ["/fakehq"]
CMD ["serve", "--host", "0.0.0.0"]
