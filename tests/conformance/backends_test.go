package conformance

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"sigs.k8s.io/gateway-api/conformance"
	"sigs.k8s.io/gateway-api/conformance/utils/suite"
)

// The ports of an echo server in its container, and the variable that names each to the server.
var containerPorts = map[int32]string{3000: "HTTP_PORT", 3001: "H2C_PORT"}

// The port at which an echo server with a certificate speaks TLS, and its variable.
const (
	securePort     = 8443
	secureVariable = "HTTPS_PORT"
)

// backends are the suite's echo servers: one process for each of its Deployments that speaks HTTP.
type backends struct {
	program string
	// The arguments of --resolve for every Service of the suite that leads to one of them.
	ways []string
	// By namespace and name of the Deployment.
	processes map[types.NamespacedName]*backend
}

// backend is one echo server.
type backend struct {
	// The local port of each port of the container.
	ports map[int32]int
	// The Secret with its certificate, which the suite makes: the process waits for it.
	certificate string
	// The ConfigMap with the authority of its clients; empty where it asks for no certificate.
	clients string
	// Holds the ports until the process starts.
	holds []net.Listener
	mutex sync.Mutex
	// What it said on stdout: the suite looks for mirrored requests in it.
	said bytes.Buffer
}

func (b *backend) log() []byte {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return bytes.Clone(b.said.Bytes())
}

// The one Pod of a Deployment, named as controllers name them: the suite takes the last two words off to tell backends.
func podName(deployment string) string { return deployment + "-0-0" }

func startBackends(t *testing.T, program string) *backends {
	services, deployments := manifests(t)
	all := &backends{program: program, processes: map[types.NamespacedName]*backend{}}
	for _, service := range services {
		deployment := behind(service, deployments)
		if deployment == nil {
			continue
		}
		name := types.NamespacedName{Namespace: deployment.Namespace, Name: deployment.Name}
		if all.processes[name] == nil {
			if secret, clients := certificatesOf(deployment.Spec.Template.Spec); secret != "" {
				all.processes[name] = holdBackend(t, secret, clients)
			} else {
				all.processes[name] = startBackend(t, program, name)
			}
		}
		for _, port := range service.Spec.Ports {
			if local := all.processes[name].ports[port.TargetPort.IntVal]; local != 0 {
				way := fmt.Sprintf("%s/%s:%d=127.0.0.1:%d", service.Namespace, service.Name, port.Port, local)
				all.ways = append(all.ways, way)
			}
		}
	}
	if len(all.ways) == 0 {
		t.Fatal("the suite's manifests hold no Service for HTTP")
	}
	return all
}

// The Secret from which an echo server takes its certificate, and the ConfigMap with the authority of its clients; empty
// where it has none.
func certificatesOf(pod corev1.PodSpec) (secret, clients string) {
	for _, volume := range pod.Volumes {
		if volume.Secret != nil {
			secret = volume.Secret.SecretName
		}
		if volume.ConfigMap != nil {
			clients = volume.ConfigMap.Name
		}
	}
	return secret, clients
}

// Takes the ports of an echo server that starts later.
func holdBackend(t *testing.T, certificate, clients string) *backend {
	b := &backend{ports: map[int32]int{}, certificate: certificate, clients: clients}
	for _, port := range []int32{3000, 3001, securePort} {
		listener, err := net.Listen("tcp", ":0")
		if err != nil {
			t.Fatalf("no free port: %v", err)
		}
		b.ports[port] = listener.Addr().(*net.TCPAddr).Port
		b.holds = append(b.holds, listener)
	}
	return b
}

// Starts the echo servers that wait for a certificate, as soon as the suite has made it.
func (all *backends) keepWith(t *testing.T, c client.Client) func() error {
	return func() error {
		for name, b := range all.processes {
			if b.holds == nil {
				continue
			}
			files, err := b.files(c, name.Namespace)
			if err == nil {
				err = b.startWith(t, all.program, name, files)
			}
			if client.IgnoreNotFound(err) != nil {
				return err
			}
		}
		return nil
	}
}

// What its container would find in its volumes, by the variable that names the file.
func (b *backend) files(c client.Client, namespace string) (map[string][]byte, error) {
	secret := &corev1.Secret{}
	if err := c.Get(context.Background(), types.NamespacedName{Namespace: namespace, Name: b.certificate}, secret); err != nil {
		return nil, err
	}
	files := map[string][]byte{
		"TLS_SERVER_CERT":    secret.Data[corev1.TLSCertKey],
		"TLS_SERVER_PRIVKEY": secret.Data[corev1.TLSPrivateKeyKey],
	}
	if b.clients != "" {
		clients := &corev1.ConfigMap{}
		if err := c.Get(context.Background(), types.NamespacedName{Namespace: namespace, Name: b.clients}, clients); err != nil {
			return nil, err
		}
		files["TLS_CLIENT_CACERTS"] = []byte(clients.Data[corev1.ServiceAccountRootCAKey])
	}
	return files, nil
}

func (b *backend) startWith(t *testing.T, program string, name types.NamespacedName, files map[string][]byte) error {
	folder, err := os.MkdirTemp(t.TempDir(), name.Name)
	if err != nil {
		return err
	}
	environment := []string{fmt.Sprintf("%s=%d", secureVariable, b.ports[securePort])}
	for variable, content := range files {
		path := filepath.Join(folder, variable)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return err
		}
		environment = append(environment, variable+"="+path)
	}
	for _, hold := range b.holds {
		_ = hold.Close()
	}
	b.holds = nil
	if !b.start(t, program, name, environment) {
		return fmt.Errorf("no echo server for %s", name)
	}
	return nil
}

// The Deployment that a Service leads to; nil where it is none that speaks HTTP.
func behind(service corev1.Service, deployments []appsv1.Deployment) *appsv1.Deployment {
	for i, deployment := range deployments {
		template := deployment.Spec.Template
		selects := labels.SelectorFromSet(service.Spec.Selector).Matches(labels.Set(template.Labels))
		if len(service.Spec.Selector) == 0 {
			// Its endpoints are written by the test itself, HTTPRouteServiceTypes, which takes the Pods of this one.
			selects = deployment.Name == suite.InfraBackendServiceNameV1
		}
		if selects && deployment.Namespace == service.Namespace && echoesHTTP(template.Spec) {
			return &deployments[i]
		}
	}
	return nil
}

func echoesHTTP(pod corev1.PodSpec) bool {
	for _, variable := range pod.Containers[0].Env {
		if strings.HasSuffix(variable.Name, "_ECHO_SERVER") {
			return false
		}
	}
	return strings.Contains(pod.Containers[0].Image, "/echo-basic:")
}

// Every Service and every Deployment that the suite will make.
func manifests(t *testing.T) (services []corev1.Service, deployments []appsv1.Deployment) {
	visit := func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".yaml") || strings.HasPrefix(path, "mesh/") {
			return err
		}
		text, err := fs.ReadFile(conformance.Manifests, path)
		if err != nil {
			return err
		}
		for document := range strings.SplitSeq(string(text), "\n---") {
			var kind metav1.TypeMeta
			if err := yaml.Unmarshal([]byte(document), &kind); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			switch kind.Kind {
			case "Service":
				services = append(services, corev1.Service{})
				err = yaml.Unmarshal([]byte(document), &services[len(services)-1])
			case "Deployment":
				deployments = append(deployments, appsv1.Deployment{})
				err = yaml.Unmarshal([]byte(document), &deployments[len(deployments)-1])
			}
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
		return nil
	}
	if err := fs.WalkDir(conformance.Manifests, ".", visit); err != nil {
		t.Fatalf("the suite's manifests: %v", err)
	}
	return services, deployments
}

// Starts an echo server; once more where another process took one of its ports in the meantime.
func startBackend(t *testing.T, program string, name types.NamespacedName) *backend {
	for range 5 {
		if started := tryBackend(t, program, name); started != nil {
			return started
		}
	}
	t.Fatalf("no echo server for %s", name)
	return nil
}

func tryBackend(t *testing.T, program string, name types.NamespacedName) *backend {
	b := &backend{ports: map[int32]int{}}
	for port := range containerPorts {
		b.ports[port] = freePort(t)
	}
	if !b.start(t, program, name, nil) {
		return nil
	}
	return b
}

// Starts the process; false where it does not listen.
func (b *backend) start(t *testing.T, program string, name types.NamespacedName, environment []string) bool {
	command := exec.Command(program)
	command.Env = append(os.Environ(), "NAMESPACE="+name.Namespace, "POD_NAME="+podName(name.Name))
	command.Env = append(command.Env, environment...)
	for port, variable := range containerPorts {
		command.Env = append(command.Env, fmt.Sprintf("%s=%d", variable, b.ports[port]))
	}
	output, err := command.StdoutPipe()
	if err == nil {
		err = start(command)
	}
	if err != nil {
		t.Errorf("%s: %v", program, err)
		return false
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for lines := bufio.NewScanner(output); lines.Scan(); {
			b.mutex.Lock()
			b.said.Write(append(lines.Bytes(), '\n'))
			b.mutex.Unlock()
		}
		_ = command.Wait()
	}()
	for _, port := range b.ports {
		if !listens(port, ended) {
			_ = command.Process.Kill()
			return false
		}
	}
	t.Cleanup(func() { _ = command.Process.Kill(); <-ended })
	return true
}

func listens(port int, ended <-chan struct{}) bool {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		select {
		case <-ended:
			return false
		default:
		}
		if connection, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			_ = connection.Close()
			return true
		}
	}
	return false
}

// The echo server cannot be told to take any port.
func freePort(t *testing.T) int {
	listener, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatalf("no free port: %v", err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
