package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// serving is `kubectl agw serve` in service.
type serving struct {
	// Of its admin address.
	admin string
}

// status is what `serve` says at /status, as far as the Gateway API has it too.
type status struct {
	Table struct {
		Revision int64 `json:"revision"`
	} `json:"table"`
	Gateways           []gatewayStatus `json:"gateways"`
	ListenerSets       []gatewayStatus `json:"listenerSets"`
	Routes             []routeStatus   `json:"routes"`
	BackendTLSPolicies []policyStatus  `json:"backendTLSPolicies"`
}

type policyStatus struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Ancestors []struct {
		AncestorRef gatewayv1.ParentReference `json:"ancestorRef"`
		Conditions  []metav1.Condition        `json:"conditions"`
	} `json:"ancestors"`
}

// Of a Gateway or a ListenerSet.
type gatewayStatus struct {
	Namespace            string             `json:"namespace"`
	Name                 string             `json:"name"`
	AttachedListenerSets *int32             `json:"attachedListenerSets"`
	Conditions           []metav1.Condition `json:"conditions"`
	Listeners            []listenerStatus   `json:"listeners"`
}

type listenerStatus struct {
	Name           gatewayv1.SectionName      `json:"name"`
	Port           int32                      `json:"port"`
	Address        string                     `json:"address"`
	SupportedKinds []gatewayv1.RouteGroupKind `json:"supportedKinds"`
	AttachedRoutes int32                      `json:"attachedRoutes"`
	Conditions     []metav1.Condition         `json:"conditions"`
}

type routeStatus struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Parents   []struct {
		ParentRef  gatewayv1.ParentReference `json:"parentRef"`
		Conditions []metav1.Condition        `json:"conditions"`
	} `json:"parents"`
}

func (s *serving) status() (*status, error) {
	reply, err := http.Get(s.admin + "/status")
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	said := &status{}
	if err := json.NewDecoder(reply.Body).Decode(said); err != nil {
		return nil, fmt.Errorf("/status: %w", err)
	}
	return said, nil
}

// Starts `serve` at ports that are free, for the cluster that the environment names.
func startServing(t *testing.T, program string, ways []string) *serving {
	arguments := []string{"serve", "--port", "0", "--admin-port", "0", "--drain", "1s", "--no-access-log", "--allow-host", "*", "--allow-origin", "*", "-o", "json"}
	for _, way := range ways {
		arguments = append(arguments, "--resolve", way)
	}
	command := exec.Command(program, arguments...)
	errors := &locked{}
	command.Stderr = errors
	output, err := command.StdoutPipe()
	if err == nil {
		err = start(command)
	}
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	ended := make(chan struct{})
	t.Cleanup(func() {
		_ = command.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(patience):
			_ = command.Process.Kill()
		}
		if t.Failed() {
			t.Logf("serve said\n%s", errors)
		}
	})
	var said struct {
		Admin string `json:"admin"`
	}
	err = json.NewDecoder(output).Decode(&said)
	go func() { _ = command.Wait(); close(ended) }()
	if err != nil || said.Admin == "" {
		t.Fatalf("serve does not serve: %v\n%s", err, errors)
	}
	return &serving{admin: said.Admin}
}

// locked is a text that several write to.
type locked struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (l *locked) Write(more []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(more)
}

func (l *locked) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.String()
}
