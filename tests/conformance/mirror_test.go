package conformance

import (
	"context"
	"errors"
	"time"

	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

// mirror writes what `serve` says at /status into the status of the objects, and judges nothing itself. `serve` only reads
// the cluster; the suite only reads objects.
type mirror struct {
	client  client.Client
	serving *serving
	road    *road
	// The revision that was written completely.
	written int64
}

func newMirror(config *rest.Config, serving *serving, road *road) *mirror {
	// startNodes made one like it, so this one can be made too.
	c, _ := client.New(config, client.Options{})
	return &mirror{client: c, serving: serving, road: road}
}

func (m *mirror) keep() error {
	said, err := m.serving.status()
	if err != nil || said.Table.Revision == m.written {
		return err
	}
	var failures []error
	for _, one := range said.Gateways {
		failures = append(failures, m.gateway(one))
	}
	for _, one := range said.ListenerSets {
		failures = append(failures, m.listenerSet(one))
	}
	for _, one := range said.Routes {
		failures = append(failures, m.route(one))
	}
	for _, one := range said.BackendTLSPolicies {
		failures = append(failures, m.policy(one))
	}
	if err := errors.Join(failures...); err != nil {
		return err
	}
	m.written = said.Table.Revision
	return nil
}

func (m *mirror) gateway(said gatewayStatus) error {
	gateway := &gatewayv1.Gateway{}
	name := types.NamespacedName{Namespace: said.Namespace, Name: said.Name}
	if err := m.client.Get(context.Background(), name, gateway); err != nil {
		return client.IgnoreNotFound(err)
	}
	before := gateway.Status.DeepCopy()
	after := &gateway.Status
	after.AttachedListenerSets = said.AttachedListenerSets
	after.Conditions = dated(said.Conditions, before.Conditions)
	after.Addresses = nil
	if m.lead(name, said.Listeners) {
		address := gatewayv1.GatewayStatusAddress{Type: new(gatewayv1.IPAddressType), Value: m.road.address(name)}
		after.Addresses = []gatewayv1.GatewayStatusAddress{address}
	}
	after.Listeners = listeners(said.Listeners, before.Listeners)
	if equality.Semantic.DeepEqual(before, after) {
		return nil
	}
	return m.update(gateway)
}

func (m *mirror) listenerSet(said gatewayStatus) error {
	set := &gatewayv1.ListenerSet{}
	name := types.NamespacedName{Namespace: said.Namespace, Name: said.Name}
	if err := m.client.Get(context.Background(), name, set); err != nil {
		return client.IgnoreNotFound(err)
	}
	gateway := types.NamespacedName{Namespace: said.Namespace, Name: string(set.Spec.ParentRef.Name)}
	if set.Spec.ParentRef.Namespace != nil {
		gateway.Namespace = string(*set.Spec.ParentRef.Namespace)
	}
	before := set.Status.DeepCopy()
	after := &set.Status
	after.Conditions = dated(said.Conditions, before.Conditions)
	m.lead(gateway, said.Listeners)
	var earlier []gatewayv1.ListenerStatus
	for _, one := range before.Listeners {
		earlier = append(earlier, gatewayv1.ListenerStatus(one))
	}
	after.Listeners = nil
	for _, one := range listeners(said.Listeners, earlier) {
		after.Listeners = append(after.Listeners, gatewayv1.ListenerEntryStatus(one))
	}
	if equality.Semantic.DeepEqual(before, after) {
		return nil
	}
	return m.update(set)
}

// Leads to those listeners of a Gateway that are served; says whether there is one.
func (m *mirror) lead(gateway types.NamespacedName, said []listenerStatus) bool {
	served := false
	for _, listener := range said {
		if listener.Address != "" {
			m.road.lead(gateway, listener.Port, listener.Address)
			served = true
		}
	}
	return served
}

// The listeners of a Gateway or of a ListenerSet, whose status has the same fields.
func listeners(said []listenerStatus, before []gatewayv1.ListenerStatus) []gatewayv1.ListenerStatus {
	var all []gatewayv1.ListenerStatus
	for _, listener := range said {
		var earlier []metav1.Condition
		for _, one := range before {
			if one.Name == listener.Name {
				earlier = one.Conditions
			}
		}
		all = append(all, gatewayv1.ListenerStatus{
			Name:           listener.Name,
			SupportedKinds: listener.SupportedKinds,
			AttachedRoutes: listener.AttachedRoutes,
			Conditions:     dated(listener.Conditions, earlier),
		})
	}
	return all
}

func (m *mirror) route(said routeStatus) error {
	route := &gatewayv1.HTTPRoute{}
	name := types.NamespacedName{Namespace: said.Namespace, Name: said.Name}
	if err := m.client.Get(context.Background(), name, route); err != nil {
		return client.IgnoreNotFound(err)
	}
	before := route.Status.DeepCopy()
	route.Status.Parents = []gatewayv1.RouteParentStatus{}
	for _, parent := range said.Parents {
		var earlier []metav1.Condition
		for _, one := range before.Parents {
			if equality.Semantic.DeepEqual(one.ParentRef, parent.ParentRef) {
				earlier = one.Conditions
			}
		}
		route.Status.Parents = append(route.Status.Parents, gatewayv1.RouteParentStatus{
			ParentRef:      parent.ParentRef,
			ControllerName: controllerName,
			Conditions:     dated(parent.Conditions, earlier),
		})
	}
	if equality.Semantic.DeepEqual(before, &route.Status) {
		return nil
	}
	return m.update(route)
}

func (m *mirror) policy(said policyStatus) error {
	policy := &gatewayv1.BackendTLSPolicy{}
	name := types.NamespacedName{Namespace: said.Namespace, Name: said.Name}
	if err := m.client.Get(context.Background(), name, policy); err != nil {
		return client.IgnoreNotFound(err)
	}
	before := policy.Status.DeepCopy()
	policy.Status.Ancestors = []gatewayv1.PolicyAncestorStatus{}
	for _, ancestor := range said.Ancestors {
		var earlier []metav1.Condition
		for _, one := range before.Ancestors {
			if equality.Semantic.DeepEqual(one.AncestorRef, ancestor.AncestorRef) {
				earlier = one.Conditions
			}
		}
		policy.Status.Ancestors = append(policy.Status.Ancestors, gatewayv1.PolicyAncestorStatus{
			AncestorRef:    ancestor.AncestorRef,
			ControllerName: controllerName,
			Conditions:     dated(ancestor.Conditions, earlier),
		})
	}
	if equality.Semantic.DeepEqual(before, &policy.Status) {
		return nil
	}
	return m.update(policy)
}

// Another client may have changed or deleted the object: then `serve` speaks of it again soon.
func (m *mirror) update(object client.Object) error {
	err := m.client.Status().Update(context.Background(), object)
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

// The same conditions, each since when it stands as it does.
func dated(conditions, before []metav1.Condition) []metav1.Condition {
	all := make([]metav1.Condition, 0, len(conditions))
	for _, condition := range conditions {
		condition.LastTransitionTime = metav1.NewTime(time.Now().Truncate(time.Second))
		if earlier := meta.FindStatusCondition(before, condition.Type); earlier != nil && earlier.Status == condition.Status {
			condition.LastTransitionTime = earlier.LastTransitionTime
		}
		all = append(all, condition)
	}
	return all
}
