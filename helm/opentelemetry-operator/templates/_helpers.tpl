{{- define "operator.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else }}{{ $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" }}{{ end }}{{ end }}
{{- end }}

{{- define "operator.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "operator.serviceAccount" -}}
{{- default (include "operator.fullname" .) .Values.manager.serviceAccount.name }}
{{- end }}

{{- define "operator.selector" -}}
app.kubernetes.io/name: opentelemetry-operator
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: controller-manager
{{- end }}

{{- define "operator.labels" -}}
{{ include "operator.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: opentelemetry-operator
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- with .Values.additionalLabels }}
{{ tpl (toYaml .) $ }}
{{- end }}
{{- end }}

{{- /* A values file of the Go operator's chart names that operator's image, which is not ours to run. */}}
{{- define "operator.isImageOfAnother" -}}
{{- if hasSuffix "/open-telemetry/opentelemetry-operator/opentelemetry-operator" (print "/" .Values.manager.image.repository) }}true{{ end }}
{{- end }}

{{- define "operator.image" -}}
{{ include "operator.repository" . }}:{{ if include "operator.isImageOfAnother" . }}{{ .Chart.AppVersion }}{{ else }}{{ default .Chart.AppVersion .Values.manager.image.tag }}{{ end }}
{{- end }}

{{- define "operator.repository" -}}
{{- $repository := .Values.manager.image.repository }}
{{- if include "operator.isImageOfAnother" . }}{{ $repository = printf "%s-java" (trimSuffix "/opentelemetry-operator" $repository) }}{{ end }}
{{- if .Values.imageRegistry }}{{ trimSuffix "/" .Values.imageRegistry }}/{{ regexReplaceAll "^([^/]*[.:][^/]*|localhost)/" $repository "" }}
{{- else }}{{ $repository }}{{ end }}
{{- end }}

{{- /* The API server calls mutating webhooks in the order of these names. */}}
{{- define "operator.mutation" -}}
{{- with .Values.admissionWebhooks.namePrefix }}{{ . }}-{{ end }}{{ include "operator.fullname" . }}-mutation
{{- end }}

{{- /* Where the certificate of the webhooks comes from: self, cert-manager or files. */}}
{{- define "operator.certificates" -}}
{{- if and .Values.admissionWebhooks.certManager.enabled (.Capabilities.APIVersions.Has "cert-manager.io/v1") }}cert-manager
{{- else if .Values.admissionWebhooks.secretName }}files
{{- else }}self{{ end }}
{{- end }}

{{- define "operator.certificateSecret" -}}
{{- default (printf "%s-controller-manager-service-cert" (include "operator.fullname" .)) .Values.admissionWebhooks.secretName }}
{{- end }}
