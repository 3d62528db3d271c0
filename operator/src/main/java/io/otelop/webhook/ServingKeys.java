// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The serving certificate of a running server, which may be exchanged at any time: connections that
 * exist go on, new ones get the new one. A handshake asks for an alias first and for its key and
 * chain later, so an alias stands for one certificate for ever and the last few are kept.
 */
public final class ServingKeys extends X509ExtendedKeyManager {

  private static final int KEPT = 4;

  private final ConcurrentSkipListMap<Long, ServingCertificate> byAlias =
      new ConcurrentSkipListMap<>();
  private final AtomicLong next = new AtomicLong();

  /** Shows this one. */
  public ServingKeys(ServingCertificate first) {
    use(first);
  }

  /** What a server needs to show these. */
  public SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {this}, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException noTls) {
      throw new IllegalStateException("this runtime has no TLS", noTls);
    }
  }

  /** New connections are shown this one. */
  public void use(ServingCertificate certificate) {
    byAlias.put(next.getAndIncrement(), certificate);
    while (byAlias.size() > KEPT) {
      byAlias.pollFirstEntry();
    }
  }

  ServingCertificate current() {
    return byAlias.lastEntry().getValue();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    var newest = byAlias.lastEntry();
    return newest.getValue().key().getAlgorithm().equals(keyType)
        ? newest.getKey().toString()
        : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    var certificate = byAlias.get(Long.valueOf(alias));
    return certificate == null ? null : certificate.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    var certificate = byAlias.get(Long.valueOf(alias));
    return certificate == null ? null : certificate.key();
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {byAlias.lastKey().toString()};
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return byAlias.lastKey().toString();
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
