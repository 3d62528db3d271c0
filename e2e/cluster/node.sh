# shellcheck shell=bash
# The node's side of up, down, status and load-image. Source it after lib.sh.
# shellcheck disable=SC2034
PKI=$RUN/pki CONF=$RUN/conf LOGS=$RUN/logs
NODE_KUBECONFIG=$RUN/kubeconfig

lock_node() { # one command at a time; also the daemons must be started with 9>&-
  mkdir -p "$CACHE/run"
  exec 9>"$CACHE/run/.lock-cluster"
  flock -n 9 && return
  say "another command works on the cluster; waiting for it"
  flock -w 600 9 || die "another command works on the cluster and does not end."
}
need_root() { [ "$(id -u)" = 0 ] || die "the node cluster needs root (network namespaces, cgroups, runc); run as root, or set CLUSTER=kind or CLUSTER=existing."; }

in_node() { # runs a command inside the node
  local p
  p=$(alive "$RUN/init.pid") || return 1
  nsenter -t "$p" -m -p -n -u -i -- env PATH="$(cat "$RUN/bin")":/usr/sbin:/usr/bin:/sbin:/bin "$@"
}
node_kubectl() { "$(cat "$RUN/bin")/kubectl" --kubeconfig "$NODE_KUBECONFIG" --request-timeout=10s "$@"; }
node_is_up() { [ -e "$RUN/up" ] && alive "$RUN/init.pid" && [ -e "/run/netns/$NETNS" ] && node_kubectl get --raw /readyz; } >/dev/null 2>&1

# removes all that "up" makes, as far as it came; touches nothing that "up" did not make
node_down() {
  local p u f c d i
  if p=$(alive "$RUN/init.pid"); then
    kill -TERM "$p" 2>/dev/null || true
    within 10 init_gone || { kill -KILL "$p" 2>/dev/null || true; within 10 init_gone || die "the node's first process (pid $p) does not end."; }
  fi
  if u=$(alive "$RUN/unshare.pid"); then kill -KILL "$u" 2>/dev/null || true; fi
  if [ "$(cat "/sys/class/net/$HOST_IF/ifalias" 2>/dev/null)" = "$RUN" ]; then ip link del "$HOST_IF"; fi
  if [ -e "$RUN/made-netns" ] && [ -e "/run/netns/$NETNS" ]; then ip netns del "$NETNS"; fi
  if [ -e "$RUN/made-cgroups" ]; then
    while read -r c; do within 5 remove_cgroup "$c" || say "the cgroup $c could not be removed"; done <"$RUN/made-cgroups"
  fi
  if [ -e "$RUN/made-controllers" ]; then
    while read -r c; do echo "-$c" >/sys/fs/cgroup/cgroup.subtree_control 2>/dev/null || true; done <"$RUN/made-controllers"
  fi
  if [ -e "$RUN/made-folders" ]; then # deepest first; they were only mount points
    while read -r d; do rmdir "$d" 2>/dev/null || true; done < <(LC_ALL=C sort -ru "$RUN/made-folders")
  fi
  rm -rf "$RUN"
}
init_gone() { ! alive "$RUN/init.pid"; }
remove_cgroup() {
  [ -d "$1" ] || return 0
  find "$1" -depth -type d -exec rmdir {} + 2>/dev/null
  [ ! -d "$1" ]
}

# folders of the node: below $RUN -> where the node has it
NODE_FOLDERS=(kubelet:/var/lib/kubelet containerd:/var/lib/containerd podlogs:/var/log/pods containerlogs:/var/log/containers
  cni:/etc/cni/net.d cnistate:/var/lib/cni)
