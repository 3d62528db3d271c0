// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.naming.Sha256;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a caller with a token of the cluster may read a path that belongs to no object, such as
 * {@code /metrics}. The API server knows, and is asked once a minute for each token. Rule:
 * targetallocator-opamp-ops.md D4.
 */
public final class PathReaders {

  private static final Logger LOG = LoggerFactory.getLogger(PathReaders.class);
  private static final Duration SHELF_LIFE = Duration.ofMinutes(1);
  private static final int MOST = 100;

  private final KubernetesClient client;
  private final String path;
  private final Clock clock;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** Asks about this path. */
  public PathReaders(KubernetesClient client, String path, Clock clock) {
    this.client = client;
    this.path = path;
    this.clock = clock;
  }

  private record Answer(int code, Instant until) {}

  /** The HTTP code for a caller with this token: 200, 401, 403, or 503 where it cannot be told. */
  public int answer(String token) {
    if (token.isEmpty()) {
      return HttpURLConnection.HTTP_UNAUTHORIZED;
    }
    var now = clock.instant();
    answers.values().removeIf(old -> now.isAfter(old.until()));
    var key = digest(token);
    var known = answers.get(key);
    if (known != null) {
      return known.code();
    }
    var code = ask(token);
    // Who sends many tokens is asked about each time, and fills nothing.
    if (code != HttpURLConnection.HTTP_UNAVAILABLE && answers.size() < MOST) {
      answers.put(key, new Answer(code, now.plus(SHELF_LIFE)));
    }
    return code;
  }

  private int ask(String token) {
    try {
      var review =
          client
              .resource(new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build())
              .create()
              .getStatus();
      if (review == null || !Boolean.TRUE.equals(review.getAuthenticated())) {
        return HttpURLConnection.HTTP_UNAUTHORIZED;
      }
      return mayRead(review.getUser())
          ? HttpURLConnection.HTTP_OK
          : HttpURLConnection.HTTP_FORBIDDEN;
    } catch (KubernetesClientException unknown) {
      LOG.atWarn().addKeyValue("problem", unknown.getMessage()).log("readers cannot be checked");
      return HttpURLConnection.HTTP_UNAVAILABLE;
    }
  }

  private boolean mayRead(UserInfo user) {
    var status =
        client
            .resource(
                new SubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withUser(user.getUsername())
                    .withUid(user.getUid())
                    .withGroups(new ArrayList<>(user.getGroups()))
                    .withNewNonResourceAttributes(path, "get")
                    .endSpec()
                    .build())
            .create()
            .getStatus();
    return status != null && Boolean.TRUE.equals(status.getAllowed());
  }

  /** Tokens are not kept. */
  private static String digest(String token) {
    return Sha256.hex(token);
  }
}
