# The commands of the project. `make help` lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MVN = JAVA_HOME="$$(e2e/tools/java-home)" mvn --batch-mode --no-transfer-progress

.PHONY: help build test bench e2e demo demo-down images cluster cluster-down format clean

help: ## List the commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

build: ## Compile and package the operator, without tests
	@e2e/tools/prepare build
	@$(MVN) -q package -DskipTests
	@operator/train "$$(e2e/tools/java-home)/bin/java" operator/target/operator.jar operator/target/operator.aot

test: ## Run every test that needs no node: unit, golden, and against a real API server
	@e2e/tools/prepare build control-plane
	@e2e/cluster/build control-plane >/dev/null
	@$(MVN) verify

bench: ## Measure times, CPU and memory of the operator against a bare control plane, beside their goals
	@e2e/tools/prepare build control-plane
	@e2e/cluster/build control-plane >/dev/null
	@$(MVN) -q package -DskipTests -pl operator,bench -am
	@operator/train "$$(e2e/tools/java-home)/bin/java" operator/target/operator.jar operator/target/operator.aot
	@bench/run webhook
	@bench/run pods 1000
	@bench/run collectors 300
	@bench/run collectors 1000 --kcm
	@bench/run memory

demo: ## From nothing to a distributed trace on a real cluster
	@e2e/tools/prepare build cluster images demo
	@e2e/demo/up

demo-down: ## Remove the demo and its cluster without a trace
	@e2e/demo/down

e2e: ## Run the end-to-end tests with real pods on a real cluster; TEST=Name for one class
	@e2e/tools/prepare build cluster images
	@e2e/run $(TEST)

images: ## Build the images; prints their archives
	@e2e/tools/prepare build images
	@e2e/images/build

cluster: ## Start the one-node cluster
	@e2e/tools/prepare cluster
	@e2e/cluster/up

cluster-down: ## Stop it without a trace
	@e2e/cluster/down

format: ## Format the Java code
	@$(MVN) -q spotless:apply

clean: ## Remove what builds made here; the caches stay
	@$(MVN) -q clean
