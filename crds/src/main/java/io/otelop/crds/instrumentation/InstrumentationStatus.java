// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.instrumentation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says about an Instrumentation.
 *
 * @param observedGeneration the generation that the rest is about
 * @param summary the pods in one line
 * @param images of the agents that pods get today, by language
 * @param pods that mean it, by language
 * @param outdated workloads with outdated pods
 * @param missed workloads with missed pods
 * @param failures some of the workloads with failed pods
 * @param restart how the restart of workloads stands
 * @param upgradeBlockedVersions languages whose image is not upgraded by itself, with the reason
 * @param conditions how it stands
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstrumentationStatus(
    @Nullable Long observedGeneration,
    @Nullable String summary,
    @Nullable Map<String, String> images,
    @Nullable List<PodCounts> pods,
    @Nullable WorkloadList outdated,
    @Nullable WorkloadList missed,
    @Nullable List<WorkloadFailure> failures,
    @Nullable RestartStatus restart,
    @Nullable Map<String, String> upgradeBlockedVersions,
    @Nullable List<Condition> conditions) {}
