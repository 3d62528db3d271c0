// SPDX-License-Identifier: Apache-2.0
package io.otelop.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of owned objects, shortened the compatible way. Rules: collector.md 2.1 and its test
 * vectors.
 */
public final class ObjectNames {

  private static final int MAX_LENGTH = 63;

  private static final Pattern COLLECTOR_CHECK = Pattern.compile("-collector-check-[0-9a-f]{8}$");

  private ObjectNames() {}

  /** The collector's workload, base Service, ServiceAccount, HPA and PDB. */
  public static String collector(String name) {
    return dnsName(truncate("%s-collector", name));
  }

  /** The ConfigMap of one config revision; {@code hash} is the full hex SHA-256 of the config. */
  public static String collectorConfigMap(String name, String hash) {
    return dnsName(truncate("%s-collector-%s", name, hash.substring(0, 8)));
  }

  /** The pod that checks a revision, and its ConfigMap; {@code hash} is that of the revision. */
  public static String collectorCheck(String name, String hash) {
    return dnsName(truncate("%s-collector-check-%s", name, hash.substring(0, 8)));
  }

  /** Whether a ConfigMap of that name is a check's, not a revision's. */
  public static boolean isCollectorCheck(String name) {
    return COLLECTOR_CHECK.matcher(name).find();
  }

  /** The Deployment of a target allocator, and most of what it owns. */
  public static String targetAllocator(String name) {
    return dnsName(truncate("%s-targetallocator", name));
  }

  /** The Secret that cert-manager makes for a collector that proves who it is to its allocator. */
  public static String targetAllocatorClient(String name) {
    return dnsName(truncate("%s-ta-client-cert", name));
  }

  /** The NetworkPolicy of a target allocator. */
  public static String targetAllocatorNetworkPolicy(String name) {
    return dnsName(truncate("%s-targetallocator-networkpolicy", name));
  }

  /** The Issuer of the authority of a target allocator. */
  public static String targetAllocatorSelfSignedIssuer(String name) {
    return dnsName(truncate("%s-self-signed-issuer", name));
  }

  /** The authority of a target allocator: a Certificate, and its Secret. */
  public static String targetAllocatorAuthority(String name) {
    return dnsName(truncate("%s-ca-cert", name));
  }

  /** The Issuer of the certificates of a target allocator and its collectors. */
  public static String targetAllocatorIssuer(String name) {
    return dnsName(truncate("%s-ca-issuer", name));
  }

  /** The Deployment of an OpAMP bridge, and all that it owns. */
  public static String opampBridge(String name) {
    return dnsName(truncate("%s-opamp-bridge", name));
  }

  /** The Certificate that a target allocator shows, and its Secret. */
  public static String targetAllocatorServer(String name) {
    return dnsName(truncate("%s-ta-server-cert", name));
  }

  public static String headlessService(String name) {
    return dnsName(truncate("%s-headless", collector(name)));
  }

  public static String monitoringService(String name) {
    return dnsName(truncate("%s-monitoring", collector(name)));
  }

  public static String extensionService(String name) {
    return dnsName(truncate("%s-extension", collector(name)));
  }

  public static String ingress(String name) {
    return dnsName(truncate("%s-ingress", name));
  }

  public static String collectorNetworkPolicy(String name) {
    return dnsName(truncate("%s-collector-networkpolicy", name));
  }

  public static String clusterRole(String name, String namespace) {
    return dnsName(truncate("%s-%s-cluster-role", name, namespace));
  }

  public static String clusterRoleBinding(String name, String namespace) {
    return dnsName(truncate("%s-%s-collector", name, namespace));
  }

  /** A collector's role and its binding in a namespace other than its own. */
  public static String roleElsewhere(String name, String namespace) {
    return dnsName(truncate("%s-%s-collector", name, namespace));
  }

  /** A target allocator's roles and bindings outside of its own namespace. */
  public static String allocatorElsewhere(String name, String namespace) {
    return unmistakable(
        dnsName(truncate("%s-%s-targetallocator", name, namespace)), namespace, name);
  }

  /** A name that no other object of the cluster has got, for one whose usual name is taken. */
  public static String unmistakable(String name, String ofNamespace, String ofName) {
    var hash = Integer.toHexString((ofNamespace + "/" + ofName).hashCode());
    return dnsName(truncate("%s-" + hash, name));
  }

  /** The config of a sidecar, in any namespace. */
  public static String sidecarConfigMap(String name, String namespace) {
    return unmistakable(dnsName(truncate("%s-%s-sidecar", name, namespace)), namespace, name);
  }

  /** What gives a pod's ServiceAccount the permissions that a sidecar needs. */
  public static String sidecarBinding(String name, String namespace, String serviceAccount) {
    return unmistakable(
        dnsName(truncate("%s-%s-sidecar", name, serviceAccount)),
        namespace,
        name + "/" + serviceAccount);
  }

  /** A Route of OpenShift. */
  public static String route(String port, String name) {
    return dnsName(truncate("%s-%s-route", port, name));
  }

  /** A route of the Gateway API; {@code kind} as in {@code httproute}. */
  public static String gatewayRoute(String name, String port, String kind) {
    return dnsName(truncate("%s-%s-" + kind, name, port));
  }

  /** What shows the Prometheus operator a collector's own metrics. */
  public static String collectorMonitor(String name) {
    return dnsName(truncate("%s-monitoring-collector", name));
  }

  /** An Ingress of gRPC ports alone. */
  public static String grpcIngress(String name) {
    return dnsName(truncate("%s-ingress-grpc", name));
  }

  /** The volume that carries one of {@code spec.configmaps}. */
  public static String extraConfigMapVolume(String configMap) {
    return dnsName(truncate("configmap-%s", configMap));
  }

  /** Value of the instance label: {@code namespace.name}, shortened. */
  public static String instance(String namespace, String name) {
    return truncate("%s.%s", namespace, name);
  }

  /**
   * Fills a format with values and shortens the result to 63 characters: the first value gives up
   * its end, then the next, and what is still too long is cut.
   *
   * @param format with one {@code %s} a value
   */
  public static String truncate(String format, String... values) {
    var full = fill(format, List.of(values));
    var excess = full.length() - MAX_LENGTH;
    if (excess <= 0) {
      return trim(full);
    }
    var shortened = new ArrayList<>(List.of(values));
    for (var i = 0; i < shortened.size() && excess > 0; i++) {
      var value = shortened.get(i);
      var kept = Math.max(0, value.length() - excess);
      shortened.set(i, value.substring(0, kept));
      excess -= value.length() - kept;
    }
    var result = fill(format, shortened);
    return result.length() > MAX_LENGTH ? result.substring(0, MAX_LENGTH) : trim(result);
  }

  /** A name that DNS takes: lower case, and every other character a dash or, at the ends, an a. */
  public static String dnsName(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    var result = new StringBuilder(lower.length());
    for (var i = 0; i < lower.length(); i++) {
      var c = lower.charAt(i);
      var atEnd = i == 0 || i == lower.length() - 1;
      result.append(isAlphanumeric(c) ? c : atEnd ? 'a' : '-');
    }
    return result.toString();
  }

  private static String fill(String format, List<String> values) {
    return String.format(Locale.ROOT, format, values.toArray());
  }

  private static String trim(String text) {
    var start = 0;
    var end = text.length();
    while (start < end && !isAlphanumeric(text.charAt(start))) {
      start++;
    }
    while (end > start && !isAlphanumeric(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
