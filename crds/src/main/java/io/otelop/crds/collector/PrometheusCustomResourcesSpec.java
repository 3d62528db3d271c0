// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.collector;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How scrape targets come from the custom resources of the Prometheus operator.
 *
 * @param enabled whether they are looked for; they are not where it is absent
 * @param allowNamespaces the only namespaces that are looked at; all where it is absent
 * @param denyNamespaces namespaces that are not looked at; not together with {@code
 *     allowNamespaces}
 * @param secretNamespaces namespaces whose Secrets may be read; all where it is absent
 * @param denyFSAccessThroughSMs whether ServiceMonitors that name files are ignored; they are not
 *     where it is absent
 * @param scrapeInterval time between two scrapes where a resource says nothing, in Go's form; the
 *     schema says {@code 30s} where it is absent
 * @param evaluationInterval time between two evaluations, in Go's form; the schema says {@code 30s}
 *     where it is absent
 * @param scrapeProtocols protocols of scrapes, the preferred one first; Prometheus' own where it is
 *     absent
 * @param scrapeClasses scrape classes that resources can name, each an object in the Prometheus
 *     operator's form
 * @param serviceMonitorSelector labels of ServiceMonitors; none are taken where it is absent, all
 *     where it is empty
 * @param serviceMonitorNamespaceSelector labels of the namespaces of ServiceMonitors; the
 *     allocator's own where it is absent, all where it is empty, as the schema says
 * @param podMonitorSelector labels of PodMonitors; none are taken where it is absent, all where it
 *     is empty
 * @param podMonitorNamespaceSelector labels of the namespaces of PodMonitors; the allocator's own
 *     where it is absent, all where it is empty, as the schema says
 * @param scrapeConfigSelector labels of ScrapeConfigs; none are taken where it is absent, all where
 *     it is empty
 * @param scrapeConfigNamespaceSelector labels of the namespaces of ScrapeConfigs; the allocator's
 *     own where it is absent, all where it is empty, as the schema says
 * @param probeSelector labels of Probes; none are taken where it is absent, all where it is empty
 * @param probeNamespaceSelector labels of the namespaces of Probes; the allocator's own where it is
 *     absent, all where it is empty, as the schema says
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PrometheusCustomResourcesSpec(
    @Nullable Boolean enabled,
    @Nullable List<String> allowNamespaces,
    @Nullable List<String> denyNamespaces,
    @Nullable List<String> secretNamespaces,
    @Nullable Boolean denyFSAccessThroughSMs,
    @Nullable String scrapeInterval,
    @Nullable String evaluationInterval,
    @Nullable List<String> scrapeProtocols,
    @Nullable List<JsonNode> scrapeClasses,
    @Nullable LabelSelector serviceMonitorSelector,
    @Nullable LabelSelector serviceMonitorNamespaceSelector,
    @Nullable LabelSelector podMonitorSelector,
    @Nullable LabelSelector podMonitorNamespaceSelector,
    @Nullable LabelSelector scrapeConfigSelector,
    @Nullable LabelSelector scrapeConfigNamespaceSelector,
    @Nullable LabelSelector probeSelector,
    @Nullable LabelSelector probeNamespaceSelector) {}
