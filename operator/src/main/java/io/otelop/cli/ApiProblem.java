// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;

/** Why a call of the API server came to nothing, in words that help to mend it. */
final class ApiProblem {

  private ApiProblem() {}

  /**
   * The sentence for a failure.
   *
   * @param address of the API server
   */
  static String text(KubernetesClientException failure, String address) {
    var cause = deepest(failure);
    return failure.getStatus() == null && (cause instanceof IOException || isUnresolved(cause))
        ? "The API server %s cannot be reached: %s; look at --kubeconfig and KUBECONFIG"
            .formatted(address, why(cause))
        : String.valueOf(failure.getMessage());
  }

  private static String why(Throwable cause) {
    if (isUnresolved(cause)) {
      return "its name is not known here";
    }
    if (cause instanceof ConnectException || cause instanceof ClosedChannelException) {
      return "nothing answers there";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static boolean isUnresolved(Throwable cause) {
    return cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException;
  }

  private static Throwable deepest(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
