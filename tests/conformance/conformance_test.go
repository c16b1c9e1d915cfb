// Package conformance runs the Gateway API's own conformance suite against `kubectl agw serve`.
//
// The suite expects a cluster with a controller, a data plane and nodes. Here stand an API server, `serve` and this file:
// `serve` routes and judges, backends_test.go has the suite's own echo servers as processes, nodes_test.go says that its Pods
// run, mirror_test.go writes what `serve` judged into the objects, and road_test.go leads from the address of a Gateway to
// the local port.
package conformance

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	confv1 "sigs.k8s.io/gateway-api/conformance/apis/v1"

	"sigs.k8s.io/gateway-api/conformance"
	"sigs.k8s.io/gateway-api/conformance/utils/config"
	"sigs.k8s.io/gateway-api/conformance/utils/roundtripper"
	"sigs.k8s.io/gateway-api/conformance/utils/suite"
	"sigs.k8s.io/gateway-api/pkg/features"
)

// What `serve` claims beyond core. docs/conformance.md says why each other one is not here.
var claimed = []features.FeatureName{
	features.SupportGatewayBackendClientCertificate,
	features.SupportGatewayPort8080,
	features.SupportGatewayHTTPListenerIsolation,
	features.SupportGatewayHTTPSListenerDetectMisdirectedRequests,
	features.SupportListenerSet,
	features.SupportBackendTLSPolicy,
	features.SupportBackendTLSPolicySANValidation,
	features.SupportHTTPRouteBackendProtocolH2C,
	features.SupportHTTPRouteBackendProtocolWebSocket,
	features.SupportHTTPRouteBackendRequestHeaderModification,
	features.SupportHTTPRouteBackendTimeout,
	features.SupportHTTPRouteCORS,
	features.SupportHTTPRouteDestinationPortMatching,
	features.SupportHTTPRouteHostRewrite,
	features.SupportHTTPRouteMethodMatching,
	features.SupportHTTPRouteNamedRouteRule,
	features.SupportHTTPRouteParentRefPort,
	features.SupportHTTPRoutePathRedirect,
	features.SupportHTTPRoutePathRewrite,
	features.SupportHTTPRoutePortRedirect,
	features.SupportHTTPRouteQueryParamMatching,
	features.SupportHTTPRouteRequestMirror,
	features.SupportHTTPRouteRequestMultipleMirrors,
	features.SupportHTTPRouteRequestPercentageMirror,
	features.SupportHTTPRouteRequestTimeout,
	features.SupportHTTPRouteResponseHeaderModification,
	features.SupportHTTPRouteRetry,
	features.SupportHTTPRouteSchemeRedirect,
	features.SupportHTTPRoute303RedirectStatusCode,
	features.SupportHTTPRoute307RedirectStatusCode,
	features.SupportHTTPRoute308RedirectStatusCode,
}

const (
	gatewayClass = "agentgateway"
	// Longer than anything takes here, so that what fails fails soon.
	patience = 15 * time.Second
)

// The program under test, the echo server, and where the report goes; tests/it/conformance.rs sets them.
const (
	programVariable = "AGW_CONFORMANCE_PROGRAM"
	echoVariable    = "AGW_CONFORMANCE_ECHO"
	reportVariable  = "AGW_CONFORMANCE_REPORT"
)

func TestConformance(t *testing.T) {
	dieWithParent()
	options := conformance.DefaultOptions(t)
	// One client must not wait for its turn where nobody else asks.
	options.RestConfig.QPS = -1
	program := os.Getenv(programVariable)
	if program == "" {
		t.Fatalf("%s does not name the program; tests/conformance/run does", programVariable)
	}

	backends := startBackends(t, os.Getenv(echoVariable))
	road := newRoad()
	nodes := startNodes(t, options.RestConfig, backends)
	serving := startServing(t, program, backends.ways)
	mirror := newMirror(options.RestConfig, serving, road)
	for _, keep := range []func() error{nodes.keep, mirror.keep, backends.keepWith(t, options.Client)} {
		again(t, keep)
	}

	options.GatewayClassName = gatewayClass
	options.ConformanceProfiles = []suite.ConformanceProfileName{suite.GatewayHTTPConformanceProfileName}
	options.SupportedFeatures = claimed
	// The whole control plane goes after the run.
	options.CleanupBaseResources = false
	options.TimeoutConfig = timeouts()
	options.RoundTripper = &traveller{
		road: road,
		DefaultRoundTripper: roundtripper.DefaultRoundTripper{
			Debug:             options.Debug,
			TimeoutConfig:     options.TimeoutConfig,
			CustomDialContext: road.dial,
		},
	}
	options.WebSocketDialer = road
	options.Hook = tell
	options.ReportOutputPath = os.Getenv(reportVariable)
	options.Implementation = confv1.Implementation{
		Organization: "kubectl-agw",
		Project:      "kubectl-agw",
		URL:          "https://github.com/kubectl-agw/kubectl-agw",
		Version:      version(t, program),
		Contact:      []string{"https://github.com/kubectl-agw/kubectl-agw/issues"},
	}
	conformance.RunConformanceWithOptions(t, options)
}

// Says what became of a test as soon as it is known: go's own lines come when all have ended.
func tell(t *testing.T, test suite.ConformanceTest, _ *suite.ConformanceTestSuite) {
	switch {
	case t.Failed():
		fmt.Printf("conformance: failed %s\n", test.ShortName)
	case !t.Skipped():
		fmt.Printf("conformance: passed %s\n", test.ShortName)
	}
}

func timeouts() config.TimeoutConfig {
	timeouts := config.DefaultTimeoutConfig()
	for _, timeout := range []*time.Duration{
		&timeouts.GatewayMustHaveAddress,
		&timeouts.GatewayMustHaveCondition,
		&timeouts.GatewayStatusMustHaveListeners,
		&timeouts.GatewayListenersMustHaveConditions,
		&timeouts.ListenerSetMustHaveCondition,
		&timeouts.ListenerSetListenersMustHaveConditions,
		&timeouts.HTTPRouteMustNotHaveParents,
		&timeouts.HTTPRouteMustHaveCondition,
		&timeouts.RouteMustHaveParents,
		&timeouts.MaxTimeToConsistency,
		&timeouts.LatestObservedGenerationSet,
		&timeouts.DefaultTestTimeout,
	} {
		*timeout = patience
	}
	timeouts.NamespacesMustBeReady = 2 * patience
	return timeouts
}

// Processes that this one started.
var started sync.Map

// Ends everything when standard input ends: whoever started this holds the other end for as long as it lives.
func dieWithParent() {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		started.Range(func(process, _ any) bool {
			_ = process.(*os.Process).Kill()
			return true
		})
		os.Exit(1)
	}()
}

func start(command *exec.Cmd) error {
	err := command.Start()
	if err == nil {
		started.Store(command.Process, nil)
	}
	return err
}

func version(t *testing.T, program string) string {
	said, err := exec.Command(program, "--version").Output()
	if err != nil {
		t.Fatalf("%s --version: %v", program, err)
	}
	words := strings.Fields(string(said))
	return "v" + words[len(words)-1]
}

// Does it again and again until the test ends. What fails once may go well the next time, since another client changes
// the same objects, so it is only logged.
func again(t *testing.T, keep func() error) {
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			if err := keep(); err != nil {
				t.Logf("once more: %v", err)
			}
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	t.Cleanup(func() { close(stop); <-ended })
}
