# shellcheck shell=bash
# The node's side of up, down, status and load-image. Source it after lib.sh.
# shellcheck disable=SC2034
PKI=$RUN/pki CONF=$RUN/conf LOGS=$RUN/logs
NODE_KUBECONFIG=$RUN/kubeconfig

lock_node() { take_lock "$CACHE/run/.lock-cluster" 600 "the cluster"; } # one command at a time
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
  local p u c d
  if p=$(alive "$RUN/init.pid"); then
    kill -TERM "$p" 2>/dev/null || true
    within 10 init_gone || { kill -KILL "$p" 2>/dev/null || true; within 10 init_gone || die "the node's first process (pid $p) does not end."; }
  fi
  for u in $(node_processes); do kill -KILL "$u" 2>/dev/null || true; done # an "up" that was interrupted did not note them yet
  within 10 no_node_process || die "the processes $(node_processes | tr '\n' ' ')of the node do not end."
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
node_processes() { # the node's first process and its parent, known by the script in our own folder
  local f a
  # shellcheck disable=SC2013 # the names have no blanks
  for f in $(grep -alF -- "$RUN/script/node-init" /proc/[0-9]*/cmdline 2>/dev/null); do
    mapfile -d '' -t a <"$f" 2>/dev/null || continue
    [ "${a[0]:-}" = unshare ] || [ "${a[0]:-} ${a[1]:-}" = "bash $RUN/script/node-init" ] || continue
    f=${f%/cmdline}; echo "${f#/proc/}"
  done
}
no_node_process() { [ -z "$(node_processes)" ]; }
init_gone() { ! alive "$RUN/init.pid"; }
remove_cgroup() {
  [ -d "$1" ] || return 0
  find "$1" -depth -type d -exec rmdir {} + 2>/dev/null
  [ ! -d "$1" ]
}

# folders of the node: below $RUN -> where the node has it
NODE_FOLDERS=(kubelet:/var/lib/kubelet containerd:/var/lib/containerd podlogs:/var/log/pods containerlogs:/var/log/containers
  cni:/etc/cni/net.d cnistate:/var/lib/cni)
