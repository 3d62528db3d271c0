# shellcheck shell=bash
# Shared by the scripts of this folder: places, names, addresses and small helpers. Source it.
# shellcheck disable=SC2034 # the scripts that source it use the variables

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${OTELOP_CACHE:-${XDG_CACHE_HOME:-${HOME:?HOME is not set; set OTELOP_CACHE}/.cache}/otelop}
[[ $CACHE == /* ]] || CACHE=$PWD/$CACHE
SRC=$HERE/src
STARTED=${EPOCHREALTIME/[.,]/}

# What this cluster occupies on the machine. 198.18.0.0/15 is set aside for tests (RFC 2544) and is never routed outside.
RUN=$CACHE/run/cluster               # everything a running node writes
NETNS=otelop-node CGROUP=otelop NODE=otelop-node
HOST_IF=otelop0 NODE_IF=otelop1
HOST_IP=198.18.0.1 NODE_IP=198.18.0.2 LINK_BITS=30
POD_CIDR=198.18.64.0/18 POD_BITS=18 POD_GW=198.18.64.1
SVC_CIDR=198.19.0.0/16 SVC_API=198.19.0.1 SVC_DNS=198.19.0.10
REGISTRY_PORT=5000
KIND_NAME=otelop

# seconds since this script began, as 1.2
elapsed() { local t=$((${EPOCHREALTIME/[.,]/} - STARTED)); printf '%d.%d' $((t / 1000000)) $((t / 100000 % 10)); }
say() { printf '%6ss %s\n' "$(elapsed)" "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# Processes are known by pid and start time, so that a pid used again by the kernel is never taken for ours.
start_time() { local stat fields; stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; read -ra fields <<<"${stat##*) }"; echo "${fields[19]}"; }
remember() { echo "$2 $(start_time "$2" || echo 0)" >"$1"; }                     # FILE PID
alive() { # FILE: prints the pid when that very process runs
  local pid start state
  read -r pid start 2>/dev/null <"$1" || return 1
  [ -n "$start" ] && [ "$(start_time "$pid")" = "$start" ] || return 1
  state=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1; state=${state##*) }
  [ "${state%% *}" != Z ] || return 1
  echo "$pid"
}
# SECONDS COMMAND...: runs COMMAND until it succeeds; false when the time is over
within() {
  local end=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000)); shift
  while ! "$@" >/dev/null 2>&1; do
    [ "${EPOCHREALTIME/[.,]/}" -lt "$end" ] || return 1
    sleep 0.05
  done
}
# FILE SECONDS WHAT: holds the lock on descriptor 9 until this script ends; daemons must be started with 9>&-
take_lock() {
  mkdir -p "${1%/*}"
  while :; do
    exec 9>"$1"
    if ! flock -n 9; then
      say "another command works on $3; waiting for it"
      flock -w "$2" 9 || die "another command works on $3 and does not end."
    fi
    ! [ "$1" -ef /proc/self/fd/9 ] || return 0 # else its holder has removed the file meanwhile
  done
}
log_tail() { [ ! -s "$1" ] || { echo "--- the end of $1" >&2; tail -n "${2:-15}" "$1" >&2; }; }

# The cache folder of the compiled programs: a hash of their sources, of how they are built, and of the Go that builds them.
find_go() {
  command -v go >/dev/null || PATH=$PATH:/usr/local/go/bin
  command -v go >/dev/null || die "Go is needed to compile the cluster and is not on the PATH; install it from https://go.dev/dl (see go.mod in $SRC/kube for the version)."
}
cluster_dir() {
  find_go
  local key
  key=$({ cd "$HERE" && go version && find src build -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum; } | sha256sum)
  echo "$CACHE/cluster/${key:0:16}"
}
part_built() { [ -e "$1/.built-$2" ]; }

# which kind of cluster the scripts work on: node, kind or existing
cluster_kind() {
  case ${CLUSTER:-auto} in
    node | kind | existing) echo "$CLUSTER" ;;
    auto) if command -v kind >/dev/null && { docker info >/dev/null 2>&1 || podman info >/dev/null 2>&1; }; then echo kind; else echo node; fi ;;
    *) die "CLUSTER=$CLUSTER is unknown; say auto, node, kind or existing." ;;
  esac
}
