// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How the exporter proves itself and whom it trusts. The secret and the config map are those of the
 * pod's namespace.
 *
 * @param secretName secret that is mounted into the containers
 * @param configMapName config map that is mounted into them; the CA is then looked up there
 * @param caFile key in the config map, or else in the secret, or an absolute path in the container
 * @param certFile key in the secret, or an absolute path in the container
 * @param keyFile key in the secret, or an absolute path in the container
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TlsSpec(
    @Nullable String secretName,
    @Nullable String configMapName,
    @JsonProperty("ca_file") @Nullable String caFile,
    @JsonProperty("cert_file") @Nullable String certFile,
    @JsonProperty("key_file") @Nullable String keyFile) {}
