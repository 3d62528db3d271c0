// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.opampbridge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How the connection to an OpAMP server is secured.
 *
 * @param insecure whether there is no TLS; there is where it is absent and the address says so
 * @param insecureSkipVerify whether the server's certificate is not checked; it is where this is
 *     absent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TlsSpec(
    @Nullable Boolean insecure,
    @JsonProperty("insecure_skip_verify") @Nullable Boolean insecureSkipVerify) {}
