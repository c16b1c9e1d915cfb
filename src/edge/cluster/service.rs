//! What the Kubernetes client is made over: requests to the API server, as kube's layers see them.

use kube::client::{Body, DynBody};
use tower::util::BoxService;

/// The innermost service of the client.
pub(super) type Service =
    BoxService<http::Request<Body>, http::Response<Box<DynBody>>, tower::BoxError>;
