# shellcheck shell=bash
# What goes into each image: inputs_NAME prints what it depends on, stage_NAME fills a folder. Sourced by build.

# The modules of a Java runtime for the operator, and for programs of which less is known.
OPERATOR_MODULES=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,jdk.crypto.ec,jdk.httpserver,jdk.unsupported
APPLICATION_MODULES=java.se,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.unsupported,jdk.zipfs

mvn_quietly() { JAVA_HOME=$("$TOP/e2e/tools/java-home") mvn --batch-mode --no-transfer-progress --color=never -q "$@"; }

# NAME...: packages the Java programs of these images
package_java() {
  local n modules=()
  for n in "$@"; do
    case $n in
      operator) modules+=(operator) ;;
      shop | emitters) modules+=("e2e/apps/$n") ;;
    esac
  done
  [ ${#modules[@]} -gt 0 ] || return 0
  say "packaging ${modules[*]}"
  (cd "$TOP" && mvn_quietly -pl "$(IFS=,; echo "${modules[*]}")" -am -DskipTests package) >&2
}

# FOLDER PATH...: the files below the paths, by names that are relative to the folder, so that every checkout hashes alike
hash_of() { (cd "$1" && shift && find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum); }
packages_version() { apt-cache show --no-all-versions "$@" 2>/dev/null | grep -E '^(Package|Version):'; }

# FOLDER MODULES: a root file system with a Java runtime in /opt/java and the C library that it needs
java_root() {
  local home key kept
  home=$("$TOP/e2e/tools/java-home")
  key=$({ echo "$2"; cat "$home/release"; } | sha256sum | cut -c1-16)
  kept=$OUT/java-$key
  if [ ! -e "$kept" ]; then
    say "making a Java runtime of ${2//,/, }"
    rm -rf "$kept.part"
    mkdir -p "$kept.part/opt"
    "$home/bin/jlink" --add-modules "$2" --strip-debug --no-header-files --no-man-pages --output "$kept.part/opt/java" >&2
    rm -f "$kept.part"/opt/java/lib/*_g.so
    copy_libraries "$kept.part" "$kept.part/opt/java/bin/java" "$kept.part"/opt/java/lib/*.so "$kept.part"/opt/java/lib/server/*.so
    finish_root "$kept.part"
    mv "$kept.part" "$kept"
  fi
  cp -a "$kept/." "$1/"
}

# ROOT PROGRAM...: copies the shared libraries of the system that the programs need, under the same paths
copy_libraries() {
  local root=$1 library
  shift
  ldd "$@" 2>/dev/null | grep -oE '(=> )?/[^ ]+ \(0x' | sed -E 's/^=> //; s/ \(0x$//' | sort -u | while read -r library; do
    [[ $library == "$root"/* ]] || install -D "$library" "$root$library"
  done
}

# ROOT: what every program may expect
finish_root() {
  mkdir -p "$1/etc/ssl/certs" "$1/tmp" "$1/home"
  chmod 1777 "$1/tmp"
  echo 'nonroot:x:65532:65532:nonroot:/home:/bin/false' >"$1/etc/passwd"
  echo 'nonroot:x:65532:' >"$1/etc/group"
  cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/"
}

busybox_root() { # FOLDER
  mkdir -p "$1/bin"
  cp "$(command -v busybox)" "$1/bin/busybox"
  local applet
  for applet in cat chmod cp env ls mkdir mv rm sh sleep test true; do ln -s busybox "$1/bin/$applet"; done
}
busybox_inputs() { sha256sum <"$(command -v busybox)"; }

inputs_java_program() { # FOLDER MODULES
  echo "$2"
  cat "$("$TOP/e2e/tools/java-home")/release"
  hash_of "$TOP/$1/target" "${1##*/}.jar" lib
}

inputs_operator() {
  inputs_java_program operator "$OPERATOR_MODULES"
  cat "$TOP/operator/jvm.options" "$TOP/operator/training.options" "$TOP/operator/train"
  ! part_built "$(cluster_dir)" kube || echo trained
}
stage_operator() {
  mkdir "$1/root"
  java_root "$1/root" "$OPERATOR_MODULES"
  cp -r "$TOP/operator/target/lib" "$TOP/operator/target/operator.jar" "$TOP/operator/jvm.options" "$1/"
  # The cache of loaded classes holds for files of the same size and time, and this is the time that the image gives them.
  find "$1" -exec touch -h -d @0 {} +
  "$TOP/operator/train" "$1/root/opt/java/bin/java" "$1/operator.jar" "$1/operator.aot"
  [ ! -e "$1/operator.aot" ] || echo "-XX:AOTCache=/opt/operator/operator.aot" >>"$1/jvm.options"
}

inputs_collector() { go version; hash_of "$TOP/collector-image/src" .; }
stage_collector() {
  say "image collector: compiling (some 10 minutes where nothing of it was compiled before)"
  find_go
  (cd "$TOP/collector-image/src" &&
    CGO_ENABLED=0 GOWORK=off GOFLAGS="-p=${OTELOP_BUILD_JOBS:-$(nproc)} -buildvcs=false -trimpath -mod=readonly" \
      go build -ldflags '-s -w' -o "$1/otelcol" .)
  cp /etc/ssl/certs/ca-certificates.crt "$1/"
}

inputs_agent_java() { busybox_inputs; echo "$JAVA_AGENT_VERSION"; }
stage_agent_java() {
  maven_jar "io.opentelemetry.javaagent:opentelemetry-javaagent:$JAVA_AGENT_VERSION" "$1/javaagent.jar"
  busybox_root "$1/busybox"
}

maven_jar() { # ARTIFACT FILE
  local folder=$WORK/maven
  rm -rf "$folder"
  (cd "$TOP" && mvn_quietly -N dependency:copy -Dartifact="$1" -DoutputDirectory="$folder") >&2
  cp "$folder"/*.jar "$2"
  chmod 644 "$2"
}

inputs_agent_python() { busybox_inputs; cat "$TOP/agent-image/python/"requirements*.txt; }
stage_agent_python() {
  local requirements=$TOP/agent-image/python
  pip_into "$1/autoinstrumentation" "$requirements/requirements.txt" --platform any --implementation py --abi none
  cp -r "$1/autoinstrumentation" "$1/autoinstrumentation-musl"
  pip_native "$1/autoinstrumentation" manylinux2014_x86_64
  pip_native "$1/autoinstrumentation-musl" musllinux_1_2_x86_64
  busybox_root "$1/busybox"
}
pip_native() { # FOLDER PLATFORM: two packages share a folder, so the second comes by way of another one
  rm -rf "$WORK/pip"
  pip_into "$WORK/pip" "$TOP/agent-image/python/requirements-native.txt" --platform "$2" --platform any \
    --implementation cp --abi abi3 --abi none
  cp -r "$WORK/pip/." "$1/"
}
pip_into() { # FOLDER REQUIREMENTS OPTION...
  local folder=$1 requirements=$2
  shift 2
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --no-compile \
    --only-binary=:all: --python-version 3.11 --target "$folder" -r "$requirements" "$@" >&2
  rm -rf "$folder/bin"
}

inputs_agent_nodejs() { busybox_inputs; hash_of "$TOP/agent-image/nodejs" .; }
stage_agent_nodejs() {
  mkdir "$1/autoinstrumentation"
  cp "$TOP/agent-image/nodejs/"{package.json,package-lock.json,autoinstrumentation.js} "$1/autoinstrumentation/"
  (cd "$1/autoinstrumentation" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error) >&2
  # What only people and compilers read is more than half of it.
  find "$1/autoinstrumentation/node_modules" -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.[cm]ts' -o -name '*.md' \) -delete
  busybox_root "$1/busybox"
}

inputs_shop() { inputs_java_program e2e/apps/shop "$APPLICATION_MODULES"; }
stage_shop() { stage_application "$1" shop; }
inputs_emitters() { inputs_java_program e2e/apps/emitters "$APPLICATION_MODULES"; }
stage_emitters() { stage_application "$1" emitters; }
stage_application() {
  mkdir "$1/root"
  java_root "$1/root" "$APPLICATION_MODULES"
  cp -r "$TOP/e2e/apps/$2/target/lib" "$TOP/e2e/apps/$2/target/$2.jar" "$1/"
}

inputs_pricing() { cat "$TOP/e2e/apps/pricing/pricing.py"; packages_version python3 python3-flask; }
stage_pricing() {
  debian_root "$1/root" python3 python3-flask
  finish_root "$1/root"
  cp "$TOP/e2e/apps/pricing/pricing.py" "$1/"
}

inputs_catalog() { cat "$TOP/e2e/apps/catalog/catalog.js"; packages_version nodejs; }
stage_catalog() {
  debian_root "$1/root" nodejs
  finish_root "$1/root"
  rm -rf "$1/root/usr/include"
  cp "$TOP/e2e/apps/catalog/catalog.js" "$1/"
}

# ROOT PACKAGE...: unpacks Debian packages with all they depend on, without running their scripts
debian_root() {
  local root=$1 folder=$WORK/debian
  shift
  rm -rf "$folder"
  mkdir -p "$folder" "$root"/usr/{bin,sbin,lib,lib64}
  : >"$folder/none"
  for d in bin sbin lib lib64; do ln -s "usr/$d" "$root/$d"; done
  apt-get -o "Dir::State::status=$folder/none" --print-uris --yes --no-install-recommends install "$@" 2>/dev/null |
    awk -F"'" '/^\047/ {split($3, part, " "); split(part[1], name, "_"); print name[1]}' |
    grep -vxE 'debconf|dpkg|perl-base|tar|libacl1|libselinux1|libpcre2-8-0|gcc-12-base|media-types' >"$folder/packages" ||
    die "apt-get does not know $*; run apt-get update."
  # Not what this machine has installed from elsewhere, which no source may have.
  (cd "$folder" && xargs apt-get -o "Dir::State::status=$folder/none" download --quiet <packages >log 2>&1) ||
    { log_tail "$folder/log"; die "the packages of $* could not be downloaded."; }
  local file
  for file in "$folder"/*.deb; do dpkg-deb --fsys-tarfile "$file" | tar -x --keep-directory-symlink -C "$root"; done
  rm -rf "$root"/usr/share/{doc,man,locale,lintian,info,bug}
}

inputs_zipkin() { cat "$("$TOP/e2e/tools/java-home")/release"; echo "$ZIPKIN_VERSION"; }
stage_zipkin() {
  mkdir "$1/root"
  java_root "$1/root" "$APPLICATION_MODULES"
  maven_jar "io.zipkin:zipkin-server:$ZIPKIN_VERSION:jar:exec" "$1/zipkin.jar"
}

inputs_prometheus() { packages_version prometheus; }
stage_prometheus() {
  local folder=$WORK/prometheus
  rm -rf "$folder"
  mkdir -p "$folder" "$1/root"
  (cd "$folder" && apt-get download --quiet prometheus >log 2>&1) || { log_tail "$folder/log"; die "prometheus could not be downloaded."; }
  dpkg-deb -x "$folder"/*.deb "$1/root"
  rm -rf "$1"/root/usr/share/{doc,man} "$1"/root/{etc/init.d,lib,var}
  copy_libraries "$1/root" "$1/root/usr/bin/prometheus"
  finish_root "$1/root"
}
