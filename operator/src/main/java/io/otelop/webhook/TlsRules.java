// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * Which TLS our servers speak.
 *
 * @param protocols as the JDK names them
 * @param ciphers as IANA names them, those of TLS 1.3 among them; empty for those of the JDK
 */
public record TlsRules(List<String> protocols, List<String> ciphers) {

  /** TLS 1.2 and 1.3, with the ciphers that the JDK holds to be good. */
  public static final TlsRules STANDARD = of("VersionTLS12", List.of());

  /** Those of TLS 1.3, which nobody chooses among. */
  private static final List<String> NEWEST =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** Copies the lists. */
  public TlsRules {
    protocols = List.copyOf(protocols);
    ciphers = List.copyOf(ciphers);
  }

  /**
   * What the settings of the compatible operator ask for. The JDK does not speak TLS 1.0 and 1.1,
   * whoever asks for it. Rule: targetallocator-opamp-ops.md D1.
   *
   * @param oldest {@code VersionTLS10} to {@code VersionTLS13}
   * @param ciphers of TLS 1.2; those that this runtime does not know are left out
   */
  public static TlsRules of(String oldest, List<String> ciphers) {
    var protocols =
        oldest.equals("VersionTLS13") ? List.of("TLSv1.3") : List.of("TLSv1.3", "TLSv1.2");
    if (ciphers.isEmpty()) {
      return new TlsRules(protocols, List.of());
    }
    var supported = supported();
    var known = ciphers.stream().filter(supported::contains).toList();
    return new TlsRules(
        protocols,
        known.isEmpty() ? List.of() : Stream.concat(NEWEST.stream(), known.stream()).toList());
  }

  private static Set<String> supported() {
    try {
      return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (GeneralSecurityException noTls) {
      throw new IllegalStateException("this runtime has no TLS", noTls);
    }
  }

  /** How a server shows these keys by these rules. */
  public HttpsConfigurator configurator(ServingKeys keys) {
    return new HttpsConfigurator(keys.context()) {
      @Override
      public void configure(HttpsParameters connection) {
        var parameters = getSSLContext().getDefaultSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        if (!ciphers.isEmpty()) {
          parameters.setCipherSuites(ciphers.toArray(String[]::new));
        }
        connection.setSSLParameters(parameters);
      }
    };
  }
}
