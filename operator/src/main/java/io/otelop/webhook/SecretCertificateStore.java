// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.naming.Labels;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps certificates in a Secret of the operator's own namespace. */
public final class SecretCertificateStore implements CertificateStore {

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  /** A store in the Secret of this name, which is made when there is something to keep. */
  public SecretCertificateStore(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  @Override
  public Optional<Entries> read() {
    return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get())
        .map(SecretCertificateStore::entries);
  }

  @Override
  public boolean write(Map<String, byte[]> data, Optional<Entries> before) {
    try {
      if (before.isEmpty()) {
        client.resource(withData(fresh(), data)).create();
        return true;
      }
      var live = client.secrets().inNamespace(namespace).withName(name).get();
      if (live == null || !live.getMetadata().getResourceVersion().equals(before.get().version())) {
        return false;
      }
      client.resource(withData(live, data)).update();
      return true;
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT
          || (before.isPresent() && refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND)) {
        return false;
      }
      throw refused;
    }
  }

  private Secret fresh() {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .addToLabels(Labels.MANAGED_BY, Labels.OPERATOR)
        .endMetadata()
        .build();
  }

  /** All else stays as somebody made it; its type cannot be changed anyway. */
  private static Secret withData(Secret secret, Map<String, byte[]> data) {
    var encoded = new LinkedHashMap<String, String>();
    data.forEach((key, value) -> encoded.put(key, Base64.getEncoder().encodeToString(value)));
    secret.setData(encoded);
    return secret;
  }

  private static Entries entries(Secret secret) {
    var data = new LinkedHashMap<String, byte[]>();
    if (secret.getData() != null) {
      secret.getData().forEach((key, value) -> data.put(key, decoded(value)));
    }
    return new Entries(data, secret.getMetadata().getResourceVersion());
  }

  private static byte[] decoded(String value) {
    return Base64.getDecoder().decode(value);
  }
}
