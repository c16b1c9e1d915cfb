package conformance

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

const (
	nodeName       = "conformance"
	controllerName = "agentgateway.dev/agentgateway"
)

// nodes does what no test of the suite is about: it accepts the GatewayClass, says of one Pod for each Deployment that it
// runs, and answers for the kubelet when the suite reads a Pod's log.
type nodes struct {
	client   client.Client
	backends *backends
	// Pods made so far; each has an address of its own.
	pods int
}

func startNodes(t *testing.T, config *rest.Config, backends *backends) *nodes {
	c, err := client.New(config, client.Options{})
	if err == nil {
		err = gatewayv1.Install(c.Scheme())
	}
	if err != nil {
		t.Fatalf("no client: %v", err)
	}
	n := &nodes{client: c, backends: backends}
	kubelet := httptest.NewTLSServer(http.HandlerFunc(n.log))
	t.Cleanup(kubelet.Close)
	if err := n.create(kubelet.Listener.Addr().(*net.TCPAddr).Port); err != nil {
		t.Fatal(err)
	}
	return n
}

// Makes the node and the GatewayClass.
func (n *nodes) create(kubeletPort int) error {
	node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: nodeName}}
	if err := n.client.Create(context.Background(), node); err != nil {
		return fmt.Errorf("the Node: %w", err)
	}
	node.Status.Addresses = []corev1.NodeAddress{{Type: corev1.NodeInternalIP, Address: "127.0.0.1"}}
	node.Status.DaemonEndpoints.KubeletEndpoint.Port = int32(kubeletPort)
	if err := n.client.Status().Update(context.Background(), node); err != nil {
		return fmt.Errorf("the Node's status: %w", err)
	}
	class := &gatewayv1.GatewayClass{
		ObjectMeta: metav1.ObjectMeta{Name: gatewayClass},
		Spec:       gatewayv1.GatewayClassSpec{ControllerName: controllerName},
	}
	if err := n.client.Create(context.Background(), class); err != nil {
		return fmt.Errorf("the GatewayClass: %w", err)
	}
	return nil
}

// Accepts what is not yet accepted, and makes the Pods that are not yet there.
func (n *nodes) keep() error {
	classes := &gatewayv1.GatewayClassList{}
	if err := n.client.List(context.Background(), classes); err != nil {
		return err
	}
	for i := range classes.Items {
		if err := n.accept(&classes.Items[i]); err != nil {
			return err
		}
	}
	deployments := &appsv1.DeploymentList{}
	if err := n.client.List(context.Background(), deployments); err != nil {
		return err
	}
	for i := range deployments.Items {
		if err := n.run(&deployments.Items[i]); err != nil {
			return err
		}
	}
	return nil
}

func (n *nodes) accept(class *gatewayv1.GatewayClass) error {
	accepted := metav1.Condition{
		Type:               string(gatewayv1.GatewayClassConditionStatusAccepted),
		Status:             metav1.ConditionTrue,
		Reason:             string(gatewayv1.GatewayClassReasonAccepted),
		ObservedGeneration: class.Generation,
	}
	if class.Spec.ControllerName != controllerName || !meta.SetStatusCondition(&class.Status.Conditions, accepted) {
		return nil
	}
	return n.client.Status().Update(context.Background(), class)
}

// Makes the one Pod of a Deployment, Ready.
func (n *nodes) run(deployment *appsv1.Deployment) error {
	template := deployment.Spec.Template
	pod := &corev1.Pod{}
	name := types.NamespacedName{Namespace: deployment.Namespace, Name: podName(deployment.Name)}
	err := n.client.Get(context.Background(), name, pod)
	if apierrors.IsNotFound(err) {
		pod.ObjectMeta = metav1.ObjectMeta{Namespace: name.Namespace, Name: name.Name, Labels: template.Labels}
		pod.Spec = template.Spec
		pod.Spec.NodeName = nodeName
		n.pods++
		err = n.client.Create(context.Background(), pod)
	}
	if err != nil || pod.Status.Phase == corev1.PodRunning {
		return err
	}
	pod.Status = corev1.PodStatus{
		Phase:  corev1.PodRunning,
		PodIP:  fmt.Sprintf("10.1.0.%d", n.pods),
		PodIPs: []corev1.PodIP{{IP: fmt.Sprintf("10.1.0.%d", n.pods)}},
		Conditions: []corev1.PodCondition{{
			Type: corev1.PodReady, Status: corev1.ConditionTrue, LastTransitionTime: metav1.NewTime(time.Now()),
		}},
	}
	return n.client.Status().Update(context.Background(), pod)
}

// Answers as a kubelet: GET /containerLogs/<namespace>/<pod>/<container>.
func (n *nodes) log(reply http.ResponseWriter, request *http.Request) {
	words := strings.Split(strings.Trim(request.URL.Path, "/"), "/")
	if len(words) == 4 && words[0] == "containerLogs" {
		deployment := types.NamespacedName{Namespace: words[1], Name: words[3]}
		if backend := n.backends.processes[deployment]; backend != nil && words[2] == podName(words[3]) {
			_, _ = reply.Write(backend.log())
			return
		}
	}
	http.NotFound(reply, request)
}
