SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# JAVA_HOME if it is a JDK 25 or newer, else the first one under /usr/lib/jvm.
JDK := $(shell for jdk in "$${JAVA_HOME:-}" /usr/lib/jvm/*; do \
	[[ -x $$jdk/bin/javac ]] && grep -Eqs '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$$jdk/release" && { echo "$$jdk"; break; }; done)
export JAVA_HOME := $(JDK)

MVN := mvn -B -ntp
# Without a JDK 25 or Maven on this machine, the jars are built in a container.
CONTAINED := $(if $(and $(JDK),$(shell command -v mvn)),,yes)
BUILD_MVN := $(if $(CONTAINED),src/engine/engine maven -B -ntp,$(MVN))
# With an attestation in it, an unchanged image would be a new one after every build.
export BUILDX_NO_DEFAULT_ATTESTATIONS := 1
# Maven 3.8 itself would have a JDK 25 print warnings about its own libraries.
export MAVEN_OPTS := --sun-misc-unsafe-memory-access=allow $(MAVEN_OPTS)
# 26 or 28: a private Engine of that version. Empty: the one that answers, or one of this machine's release.
ENGINE :=
export ENGINE
NEWEST_ENGINE := 28
# no: without the tests on three nodes and on the newest Engine, where they cannot run.
CLUSTER := yes
# Seconds.
SOAK := 600
NODES := src/engine/cluster
IN_ENGINE = settings=$$(src/engine/engine exports); eval "$$settings";
# Under another name, so that `make -n` does not run what it should only show.
SUBMAKE := $(MAKE)

EXAMPLES := addition factorial md2html invoice primes binomial
# Those whose jars Maven builds; the others are compiled with their images.
PACKED := md2html
GATEWAY_JAR := target/gateway.jar
RUNTIME_JAR := function-runtime/target/function-runtime.jar
EXAMPLE_JARS := $(foreach e,$(PACKED),function-runtime/examples/$e/target/$e.jar)

.PHONY: help up credentials keys down dev env test unit conformance runtime-test image-test verify verify-swarm bench bench-runtime measure-calls bench-discovery measure-discovery bench-updates measure-updates bench-scale measure-scale bench-browser soak measure-soak attack pictures build images push engine cluster cluster-possible format clean jdk build-tools

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r target line; do printf '%-15s %s\n' "$$target" "$$line"; done

up: images ## deploy the gateway and three functions, and wait until they answer
	@$(IN_ENGINE) src/engine/stack up

credentials: ## print the operator's login as user:password
	@$(IN_ENGINE) src/engine/stack credentials

# 256 random bits.
keys: ## make a key for CALLER: the key on standard error, the line for the secret on standard output
	@[[ "$(CALLER)" =~ ^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$$ ]] || { echo "Name who gets the key, with letters, digits and . _ @ -: make keys CALLER=github" >&2; exit 1; }
	@key=$$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '='); \
	echo "The key of $(CALLER), which is shown only now: $$key" >&2; \
	hash=$$(printf %s "$$key" | sha256sum); echo "$(CALLER):$${hash%% *}"

down: ## remove the stack, and the private Engine with everything of it if there is one
	@src/engine/engine down

env: ## print the export line of the Engine in use: eval "$(make -s env)"
	@src/engine/engine env

test: $(if $(filter no,$(CLUSTER)),,cluster-possible) runtime-test ## all tests, on a real Swarm too; what is started for it is stopped again. CLUSTER=no: not those on three nodes. ENGINE=26 or 28: on Engines of that version
	@src/engine/engine with $(SUBMAKE) --no-print-directory images image-test verify

unit: runtime-test ## the tests that need no Swarm
	$(MVN) test

conformance: jdk ## h2spec, WebSocket cases through the tunnel, and exact bytes of HTTP/1, each case one line
	@rm -rf target/conformance; status=0; $(MVN) -q test -Dtest='faas.gateway.conformance.*Test,ExactBytesTest' || status=$$?; \
	tail -n +1 target/conformance/*.txt; exit $$status

runtime-test: jdk ## the tests of the function runtime and its examples
	$(MVN) -f function-runtime/pom.xml install
	$(MVN) -f function-runtime/examples/pom.xml verify

image-test: jdk ## the tests of the images that functions are built on, on the Engine in use
	@$(IN_ENGINE) set -x; $(MVN) -f function-runtime/pom.xml test-compile failsafe:integration-test failsafe:verify

verify: jdk ## all tests of the gateway, on the Engine in use
	@$(IN_ENGINE) set -x; $(if $(filter no,$(CLUSTER)),$(MVN) verify -DexcludedGroups=cluster,$(if $(ENGINE),,MIXED=$(NEWEST_ENGINE) )$(NODES) with $(MVN) verify)

# Those of one node on a real Swarm.
verify-swarm: jdk
	@$(IN_ENGINE) set -x; $(MVN) verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -DexcludedGroups=cluster -Dit.test='faas/gateway/swarm/*IT'

bench: $(GATEWAY_JAR) ## measure what the gateway costs, beside haproxy, nginx and Caddy, into docs/benchmarks.md. PART=calls, tls, access, streams, idle, functions, fairness, page, overlay or start: only that
	@$(if $(filter calls tls access streams idle functions fairness page,$(PART)),src/bench/bench $(PART),src/engine/engine with $(SUBMAKE) --no-print-directory images measure-calls)

measure-calls:
	@$(IN_ENGINE) src/bench/bench $(PART)

bench-discovery: cluster-possible jdk ## measure how soon changes of a Swarm are in force, into docs/benchmarks.md
	@src/engine/engine with $(SUBMAKE) --no-print-directory images measure-discovery

bench-runtime: images ## measure a function's start, memory, size and calls, into docs/benchmarks.md
	@$(IN_ENGINE) src/bench/runtime/bench

bench-updates: jdk ## measure what clients notice of updates of the gateway and of a function, into docs/benchmarks.md
	@src/engine/engine with $(SUBMAKE) --no-print-directory images measure-updates

bench-browser: jdk ## measure the page of a large Swarm in Chromium for ten minutes, into docs/benchmarks.md. MINUTES=1
	@$(MVN) -q test -Dtest=PageBenchmark -Dminutes=$(or $(MINUTES),10)

bench-scale: jdk ## measure how hundreds of functions come and go while another one is called, into docs/benchmarks.md
	@src/engine/engine with $(SUBMAKE) --no-print-directory images measure-scale

measure-scale:
	@$(IN_ENGINE) $(MVN) verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ScaleBenchmark

measure-updates:
	@$(IN_ENGINE) $(MVN) verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=UpdateBenchmark

measure-discovery:
	@$(IN_ENGINE) $(NODES) with $(MVN) verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=DiscoveryBenchmark

soak: jdk ## load the gateway on a Swarm for ten minutes while tasks come and go, and fail if anything failed or grew. SOAK=seconds
	@src/engine/engine with $(SUBMAKE) --no-print-directory images measure-soak

measure-soak:
	@$(IN_ENGINE) $(MVN) verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=Soak -Dsoak.seconds=$(SOAK)

attack: $(if $(JAR),jdk,$(GATEWAY_JAR)) ## attack the gateway, haproxy and nginx over loopback, measure what other clients see, into docs/benchmarks.md, and fail if they are not served. ATTACK=name: only that; MEMORY=256m; JAR=file
	@JAR="$(JAR)" MEMORY="$(MEMORY)" src/bench/attack/attack $(ATTACK)

pictures: jdk ## take the pictures of the page into docs/pictures, in Chromium
	@$(MVN) -q test -Dtest=Pictures

dev: $(RUNTIME_JAR) ## serve the sources in the folder FUNCTION, and follow their changes
	@[[ -d "$(FUNCTION)" ]] || { echo "Name the function's folder: make dev FUNCTION=function-runtime/examples/addition" >&2; exit 1; }
	@[[ ! -e "$(FUNCTION)/pom.xml" ]] || $(MVN) -q -f "$(FUNCTION)/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib
	@FAAS_SHOW_FAILURES=true exec "$(JAVA_HOME)/bin/java" @function-runtime/image/dev.options -cp $(RUNTIME_JAR) faas.runtime.dev.Dev "$(FUNCTION)"

build: $(GATEWAY_JAR) $(RUNTIME_JAR) $(EXAMPLE_JARS) ## the jars, where a source is newer

images: engine build ## the images, on the Engine in use
	@$(IN_ENGINE) build() { echo "image faas/$$1"; docker build -q --network=none -t "faas/$$1" -t "localhost/faas/$$1" "$${@:2}" >/dev/null; }; \
	build gateway .; \
	build docker-api src/docker-api; \
	build java function-runtime; \
	build java:onbuild --target onbuild function-runtime; \
	build java-dev --target dev function-runtime; \
	for example in $(EXAMPLES); do build $$example function-runtime/examples/$$example; done

push: images ## push the images that the stack files name to a registry: REGISTRY=host:5000 TAG=1.0
	@[[ -n "$(REGISTRY)" && -n "$(TAG)" ]] || { echo "Name the registry and a tag: make push REGISTRY=host:5000 TAG=1.0" >&2; exit 1; }
	@$(IN_ENGINE) src/engine/push "$(REGISTRY)" "$(TAG)"

engine: ## a Docker Engine in Swarm mode: the one that answers, else a private one in .engine/
	@src/engine/engine up

cluster: images ## a Swarm of three nodes on this machine, for the tests; `make down` takes it away
	@$(IN_ENGINE) $(NODES) up

cluster-possible:
	@$(NODES) possible

format: jdk ## lay out the Java sources
	for pom in pom.xml function-runtime/pom.xml function-runtime/examples/pom.xml; do $(MVN) -q -f $$pom spotless:apply; done

clean: ## remove what was built
	rm -rf target function-runtime/target function-runtime/examples/target function-runtime/examples/*/target

jdk:
	@[[ -n "$(JDK)" ]] || { echo "No JDK 25 found: install one (for example Temurin 25, https://adoptium.net) under /usr/lib/jvm or set JAVA_HOME." >&2; exit 1; }
	@command -v mvn >/dev/null || { echo "No Maven found: install it (Debian and Ubuntu: apt-get install maven)." >&2; exit 1; }

build-tools: $(if $(CONTAINED),engine)

# Folders are among the sources so that a file that went away counts as a change, too.
$(GATEWAY_JAR): pom.xml $(shell find src/main) | build-tools
	$(BUILD_MVN) -q package -Dmaven.test.skip
	@touch $@

$(RUNTIME_JAR): function-runtime/pom.xml $(shell find function-runtime/src/main 2>/dev/null) | build-tools
	$(BUILD_MVN) -q -f function-runtime/pom.xml install -DskipTests -Dspotless.check.skip
	@touch $@

$(EXAMPLE_JARS) &: $(RUNTIME_JAR) $(wildcard function-runtime/examples/pom.xml function-runtime/examples/*/pom.xml function-runtime/examples/*/*.java) | build-tools
	$(BUILD_MVN) -q -f function-runtime/examples/pom.xml package -DskipTests
	@touch $(EXAMPLE_JARS)
