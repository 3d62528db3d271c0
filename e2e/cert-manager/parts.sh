# shellcheck shell=bash
# What goes into the image of cert-manager, as in e2e/images/parts.sh; apart from that file, of which every image is made.
# Sourced by e2e/images/build.

inputs_cert_manager() { go version; hash_of "$TOP/e2e/cert-manager/src" .; }
stage_cert_manager() {
  say "image cert-manager: compiling (some minutes where nothing of it was compiled before)"
  find_go
  (cd "$TOP/e2e/cert-manager/src" &&
    CGO_ENABLED=0 GOWORK=off GOFLAGS="-p=${OTELOP_BUILD_JOBS:-$(nproc)} -buildvcs=false -trimpath -mod=readonly" \
      go build -ldflags '-s -w' -o "$1/cert-manager" .)
}
