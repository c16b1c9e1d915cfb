package conformance

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"sync"

	"golang.org/x/net/websocket"
	"k8s.io/apimachinery/pkg/types"

	"sigs.k8s.io/gateway-api/conformance/utils/roundtripper"
)

// road leads from the address of a Gateway, as its status has it, to the local port where `serve` serves it. All Gateways
// are served at one loopback address, so each is given one of its own from the range for documentation.
type road struct {
	mutex sync.Mutex
	given map[types.NamespacedName]string
	// From address and port of a Gateway.
	ends map[string]string
}

func newRoad() *road {
	return &road{given: map[types.NamespacedName]string{}, ends: map[string]string{}}
}

// The address of a Gateway, the same for as long as the test runs.
func (r *road) address(gateway types.NamespacedName) string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.given[gateway] == "" {
		number := len(r.given) + 1
		r.given[gateway] = fmt.Sprintf("198.18.%d.%d", number/250, number%250+1)
	}
	return r.given[gateway]
}

// From now on this port of a Gateway is served there.
func (r *road) lead(gateway types.NamespacedName, port int32, end string) {
	from := net.JoinHostPort(r.address(gateway), strconv.Itoa(int(port)))
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.ends[from] = end
}

func (r *road) end(from string) string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.ends[from]
}

func (r *road) dial(ctx context.Context, network, address string) (net.Conn, error) {
	end := r.end(address)
	if end == "" {
		return nil, fmt.Errorf("no Gateway is served at %s", address)
	}
	return (&net.Dialer{}).DialContext(ctx, network, end)
}

// Dial opens a WebSocket.
func (r *road) Dial(to, protocol, origin string) (*websocket.Conn, error) {
	config, err := websocket.NewConfig(to, origin)
	if err != nil {
		return nil, err
	}
	if protocol != "" {
		config.Protocol = []string{protocol}
	}
	connection, err := r.dial(context.Background(), "tcp", config.Location.Host)
	if err != nil {
		return nil, err
	}
	return websocket.NewClient(config, connection)
}

// traveller is the suite's round tripper. For HTTP/2 that one dials the address as it stands, so it is told the end of
// the road; the name of the host stays.
type traveller struct {
	roundtripper.DefaultRoundTripper
	road *road
}

func (t *traveller) CaptureRoundTrip(request roundtripper.Request) (*roundtripper.CapturedRequest, *roundtripper.CapturedResponse, error) {
	switch request.Protocol {
	case roundtripper.H2CPriorKnowledgeProtocol, roundtripper.H2Protocol:
		if request.Host == "" {
			request.Host = request.URL.Host
		}
		if end := t.road.end(hostAndPort(request.URL)); end != "" {
			request.URL.Host = end
		}
	}
	return t.DefaultRoundTripper.CaptureRoundTrip(request)
}

func hostAndPort(of url.URL) string {
	switch {
	case of.Port() != "":
		return of.Host
	case of.Scheme == "https":
		return net.JoinHostPort(of.Hostname(), "443")
	default:
		return net.JoinHostPort(of.Hostname(), "80")
	}
}
