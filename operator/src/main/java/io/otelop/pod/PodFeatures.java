// SPDX-License-Identifier: Apache-2.0
package io.otelop.pod;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a pod may ask for wherever it lands: the least of what the API server and the nodes can do.
 *
 * @param nativeSidecars whether an init container can run beside the containers and end with them
 *     (KEP-753, on by default since Kubernetes 1.29)
 * @param imageVolumes whether a volume can be an image (KEP-4639, on by default since 1.35)
 */
public record PodFeatures(boolean nativeSidecars, boolean imageVolumes) {

  /** What every cluster can do. */
  public static final PodFeatures NONE = new PodFeatures(false, false);

  /** What every version of Kubernetes can do that is still maintained, whatever its nodes run. */
  public static final PodFeatures MAINTAINED = new PodFeatures(true, false);

  private static final int NATIVE_SIDECARS = 29;
  private static final int IMAGE_VOLUMES = 35;

  private static final Pattern VERSION = Pattern.compile("^[^0-9]*(\\d{1,4})\\.(\\d{1,4})");

  /**
   * A node, as it describes itself.
   *
   * @param kubelet its version, such as {@code v1.35.2}
   * @param runtime name and version, such as {@code containerd://2.1.4}
   */
  public record Node(String kubelet, String runtime) {

    /** An older runtime takes an image volume for an empty one, or does not start the container. */
    private boolean mountsImages() {
      if (runtime.startsWith("containerd://")) {
        return isAtLeast(runtime, 2, 1);
      }
      return runtime.startsWith("cri-o://") && isAtLeast(runtime, 1, 31);
    }
  }

  /**
   * What API server and nodes have in common.
   *
   * @param server version of the API server, such as {@code v1.35.2}
   * @param nodes empty where nobody may say which there are; then the API server's version decides
   *     about sidecars, and images are not mounted, since their support is the nodes' alone
   */
  public static PodFeatures of(String server, List<Node> nodes) {
    return new PodFeatures(
        isAtLeast(server, 1, NATIVE_SIDECARS)
            && nodes.stream().allMatch(node -> isAtLeast(node.kubelet(), 1, NATIVE_SIDECARS)),
        isAtLeast(server, 1, IMAGE_VOLUMES)
            && !nodes.isEmpty()
            && nodes.stream()
                .allMatch(
                    node -> isAtLeast(node.kubelet(), 1, IMAGE_VOLUMES) && node.mountsImages()));
  }

  /** Whether the first two numbers of a text are a version as new as the given one. */
  private static boolean isAtLeast(String text, int major, int minor) {
    var found = VERSION.matcher(text);
    if (!found.find()) {
      return false;
    }
    var actual = Integer.parseInt(found.group(1));
    return actual > major || (actual == major && Integer.parseInt(found.group(2)) >= minor);
  }
}
