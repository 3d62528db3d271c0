// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;

/**
 * The client of the running operator. Of the fields that each manager of an object owns it reads
 * only that there are some: they are half of an object, and the caches would hold them for every
 * one. For the same reason they are never sent, and the API server keeps what it has.
 */
public final class OperatorClient {

  private OperatorClient() {}

  /**
   * Opens a client.
   *
   * @param config where and as whom
   * @param interceptors of every request, by their names
   * @return to be closed by the caller
   */
  public static KubernetesClient open(Config config, Map<String, Interceptor> interceptors) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            builder -> interceptors.forEach(builder::addOrReplaceInterceptor))
        .withKubernetesSerialization(new KubernetesSerialization(mapper(), true))
        .build();
  }

  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .addMixIn(ManagedFieldsEntry.class, WithoutFields.class)
        .addMixIn(ObjectMeta.class, ManagersReadOnly.class)
        .build();
  }

  @JsonIgnoreProperties("fieldsV1")
  private interface WithoutFields {}

  private interface ManagersReadOnly {

    @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
    List<ManagedFieldsEntry> getManagedFields();
  }
}
