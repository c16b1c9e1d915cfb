//! AgentgatewayPolicies on the way of a request.

pub mod cel;
