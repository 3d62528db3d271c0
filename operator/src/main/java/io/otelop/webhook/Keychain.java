// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All certificates of the webhooks at one moment, and what they become with time. An authority is
 * trusted for a while before it signs and after it has stopped, so that neither the order in which
 * replicas and API servers learn of it nor their speed matters.
 *
 * @param authorities the first signs; the second, where there is one, is next
 * @param retired certificates of authorities that have signed before and may still be met
 * @param serving what servers show
 */
record Keychain(
    List<CertificateAuthority> authorities,
    List<X509Certificate> retired,
    ServingCertificate serving) {

  Keychain {
    authorities = List.copyOf(authorities);
    retired = List.copyOf(retired);
  }

  static Keychain create(Collection<String> names, Validity validity, Instant now) {
    var authority = newAuthority(validity, now);
    return new Keychain(List.of(authority), List.of(), issue(authority, names, validity, now));
  }

  /** Every authority that is to be trusted, as text. */
  String bundle() {
    var trusted = authorities.stream().map(CertificateAuthority::certificate);
    return Pem.certificates(Stream.concat(trusted, retired.stream()).toList());
  }

  /** Whether nobody with a right clock accepts what it serves. */
  boolean isUseless(Instant now) {
    return Validity.isUseless(signing().certificate(), now)
        || Validity.isUseless(serving.leaf(), now);
  }

  /** Whether both trust an authority that is the same. */
  boolean sharesAuthority(Keychain other) {
    return authorities.stream()
        .map(CertificateAuthority::certificate)
        .anyMatch(
            mine ->
                other.retired.contains(mine)
                    || other.authorities.stream().anyMatch(it -> it.certificate().equals(mine)));
  }

  /** What is due by now, done; this very object where nothing is. */
  Keychain renewed(Collection<String> names, Validity validity, Instant now) {
    if (Validity.isUseless(signing().certificate(), now)) {
      return create(names, validity, now);
    }
    return announced(validity, now)
        .promoted(validity, now)
        .pruned(now)
        .served(names, validity, now);
  }

  /** With the next authority, where the one that signs has had two thirds of its time. */
  private Keychain announced(Validity validity, Instant now) {
    if (authorities.size() > 1 || !Validity.isDue(signing().certificate(), now)) {
      return this;
    }
    return new Keychain(List.of(signing(), newAuthority(validity, now)), retired, serving);
  }

  /** With the next authority as the one that signs, where it has been known for long enough. */
  private Keychain promoted(Validity validity, Instant now) {
    if (authorities.size() < 2) {
      return this;
    }
    var next = authorities.get(1);
    var since = next.certificate().getNotBefore().toInstant();
    if (now.isBefore(since.plus(validity.overlap()))) {
      return this;
    }
    var old = new ArrayList<>(List.of(signing().certificate()));
    old.addAll(retired);
    return new Keychain(List.of(next), old, serving);
  }

  /** Without retired authorities that can be met no more. */
  private Keychain pruned(Instant now) {
    var kept = retired.stream().filter(old -> !Validity.isUseless(old, now)).toList();
    return kept.size() == retired.size() ? this : new Keychain(authorities, kept, serving);
  }

  /** With a server's certificate that is good for these names and for some time. */
  private Keychain served(Collection<String> names, Validity validity, Instant now) {
    return isServable(names, now)
        ? this
        : new Keychain(authorities, retired, issue(signing(), names, validity, now));
  }

  private CertificateAuthority signing() {
    return authorities.getFirst();
  }

  private boolean isServable(Collection<String> names, Instant now) {
    var leaf = serving.leaf();
    return !Validity.isDue(leaf, now)
        && !Validity.isUseless(leaf, now)
        && isSignedBy(leaf, signing().certificate().getPublicKey())
        && namesOf(leaf).containsAll(names.stream().map(X509::asRead).toList());
  }

  static boolean isSignedBy(X509Certificate leaf, PublicKey authority) {
    try {
      leaf.verify(authority);
      return true;
    } catch (GeneralSecurityException signedByAnother) {
      return false;
    }
  }

  private static Set<String> namesOf(X509Certificate leaf) {
    var names = new HashSet<String>();
    try {
      var alternatives = leaf.getSubjectAlternativeNames();
      if (alternatives != null) {
        alternatives.forEach(name -> names.add(String.valueOf(name.get(1))));
      }
      return names;
    } catch (GeneralSecurityException unreadable) {
      return Set.of();
    }
  }

  private static CertificateAuthority newAuthority(Validity validity, Instant now) {
    return CertificateAuthority.create(validity.begin(now), now.plus(validity.authority()));
  }

  private static ServingCertificate issue(
      CertificateAuthority authority, Collection<String> names, Validity validity, Instant now) {
    var until = now.plus(validity.serving());
    var limit = authority.certificate().getNotAfter().toInstant();
    return authority.issue(names, validity.begin(now), until.isAfter(limit) ? limit : until);
  }
}
