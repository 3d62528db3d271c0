// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.otelop.cluster.OwnedObjects.Owner;
import io.otelop.naming.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose an object is: its controller's, or, where no owner reference can reach, that of the owner
 * that an annotation names.
 */
final class Ownership {

  /** Labels that say together whom an object was made for. */
  private static final List<String> MADE_FOR =
      List.of(Labels.MANAGED_BY, Labels.COMPONENT, Labels.INSTANCE);

  private Ownership() {}

  /** Whether the object that is there may not be made what is desired. */
  static boolean isSomebodyElses(HasMetadata live, HasMetadata desired, Owner owner) {
    return !isOwnedBy(live, owner) && !isOrphanOf(live, desired);
  }

  static boolean isOwnedBy(HasMetadata object, Owner owner) {
    var controller = controller(object);
    return controller == null
        ? isMarkedFor(object, owner)
        : controller.getUid().equals(owner.uid());
  }

  static boolean isMarkedFor(HasMetadata object, Owner owner) {
    return owner.fullName().equals(mark(object));
  }

  private static @Nullable String mark(HasMetadata object) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Labels.OWNER);
  }

  private static boolean isSameLabel(HasMetadata one, HasMetadata other, String key) {
    var a = one.getMetadata().getLabels();
    var b = other.getMetadata().getLabels();
    return a != null && b != null && a.get(key) != null && a.get(key).equals(b.get(key));
  }

  private static @Nullable OwnerReference controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(Ownership::isController)
        .findFirst()
        .orElse(null);
  }

  static boolean isController(OwnerReference owner) {
    return Boolean.TRUE.equals(owner.getController());
  }

  private static String group(OwnerReference owner) {
    return owner.getApiVersion().replaceFirst("/.*", "");
  }

  /**
   * An object that an owner of the same kind and name, now gone, left behind, or that the Go
   * operator made where no owner reference can reach.
   */
  static boolean isOrphanOf(HasMetadata live, HasMetadata desired) {
    var owner = controller(desired);
    var previous = controller(live);
    if (owner == null) {
      return previous == null
          && mark(live) == null
          && MADE_FOR.stream().allMatch(key -> isSameLabel(live, desired, key));
    }
    return previous != null
        && previous.getKind().equals(owner.getKind())
        && previous.getName().equals(owner.getName())
        && group(previous).equals(group(owner));
  }
}
