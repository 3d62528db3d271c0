// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.opampbridge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxy between a bridge and its OpAMP server.
 *
 * @param url its address, which may have a password in it
 * @param headers of the request that connects to it; their values may be secrets
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProxySpec(@Nullable String url, @Nullable Map<String, String> headers) {

  /** Without what may be secret. */
  @Override
  public String toString() {
    return "ProxySpec[]";
  }
}
