//! The request that is explained: from flags, or from a curl line.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use super::curl_words;
use crate::cli::error::Failure;
use crate::domain::llm::peek;
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::matcher::host::without_port;
use crate::edge::proxy::preview::DryRun;

const HEADING: &str = "Request";

/// The flags of a request.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct RequestArgs {
    /// POST, unless said otherwise
    #[arg(long, value_name = "METHOD", help_heading = HEADING)]
    method: Option<String>,
    /// Path, with a query if there is one
    #[arg(long, value_name = "PATH", help_heading = HEADING)]
    path: Option<String>,
    /// Host of the URL
    #[arg(long, value_name = "HOST", help_heading = HEADING)]
    host: Option<String>,
    /// A header; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = header, help_heading = HEADING)]
    header: Vec<(String, String)>,
    /// The model that the body names
    #[arg(long, value_name = "MODEL", help_heading = HEADING)]
    model: Option<String>,
    /// A whole curl line in the place of the flags above
    #[arg(long, value_name = "LINE", help_heading = HEADING,
          conflicts_with_all = ["method", "path", "host", "header", "model"])]
    curl: Option<String>,
    /// Only at this Gateway
    #[arg(long, value_name = "[NAMESPACE/]NAME", help_heading = HEADING)]
    pub(super) gateway: Option<String>,
}

/// A request.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) method: Method,
    pub(super) host: String,
    /// The host with its port, where one is given.
    authority: String,
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) headers: HeaderMap,
    pub(super) model: Option<String>,
    /// Of a curl line.
    pub(super) body: Option<String>,
    /// Whether the body is all there is, be it empty.
    is_whole: bool,
}

impl Asked {
    /// The request at the beginning of its way.
    pub(super) fn dry_run(&self) -> DryRun {
        let request = RequestParts {
            method: &self.method,
            host: &self.host,
            path: &self.path,
            query: self.query.as_deref(),
            headers: &self.headers,
        };
        let body = self.body.as_deref().or(self.is_whole.then_some(""));
        DryRun::new(&request, &self.authority, body)
    }
}

/// The path of a chat completion, which is what most requests are.
const CHAT: &str = "/v1/chat/completions";

impl RequestArgs {
    /// Whether any of the flags is there.
    pub(super) fn is_given(&self) -> bool {
        let texts = [&self.method, &self.path, &self.host, &self.model, &self.curl, &self.gateway];
        texts.iter().any(|text| text.is_some()) || !self.header.is_empty()
    }

    /// The request that they mean.
    ///
    /// # Errors
    /// A flag, or a part of the curl line, that no request can have.
    pub(super) fn asked(&self) -> Result<Asked, Failure> {
        let flags = match &self.curl {
            Some(line) => curl_words::read(line).map_err(Failure::usage)?,
            None => curl_words::Curl {
                method: self.method.clone(),
                url: self.path.clone().unwrap_or_else(|| CHAT.to_owned()),
                headers: self.header.clone(),
                body: None,
            },
        };
        let model = match (&self.model, &flags.body) {
            (Some(model), _) => Some(model.clone()),
            (None, Some(body)) => model_of(body),
            (None, None) => None,
        };
        let posts = flags.body.is_some() || self.curl.is_none();
        let method =
            flags.method.unwrap_or_else(|| (if posts { "POST" } else { "GET" }).to_owned());
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|_| Failure::usage(format!("`{method}` is no method of HTTP")))?;
        let uri: Uri = flags.url.parse().map_err(|_| {
            Failure::usage(format!("`{}` is no path of a request; one begins with /", flags.url))
        })?;
        if uri.authority().is_none() && !uri.path().starts_with('/') {
            return Err(Failure::usage(format!("`{}` does not begin with /", flags.url)));
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &flags.headers {
            let bad = || Failure::usage(format!("header `{name}` is none that HTTP can carry"));
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
            headers.append(name, HeaderValue::from_str(value).map_err(|_| bad())?);
        }
        let of_header = headers.get(http::header::HOST).and_then(|host| host.to_str().ok());
        let host = self.host.as_deref().or(of_header);
        let host = host.or(uri.authority().map(|authority| authority.as_str()));
        // curl sends the user's part of a URL as a header, and never as a part of the host.
        let (login, authority) = match host.and_then(|host| host.rsplit_once('@')) {
            Some((login, authority)) => (Some(login.to_owned()), authority.to_owned()),
            None => (None, host.unwrap_or("localhost").to_owned()),
        };
        headers.remove(http::header::HOST);
        if let Some(login) = login.filter(|_| !headers.contains_key(http::header::AUTHORIZATION)) {
            let login = percent_encoding::percent_decode_str(&login).collect::<Vec<_>>();
            let value = format!("Basic {}", STANDARD.encode(login));
            let value = HeaderValue::from_str(&value).map_err(Failure::usage)?;
            headers.insert(http::header::AUTHORIZATION, value);
        }
        Ok(Asked {
            method,
            host: without_port(&authority).to_owned(),
            authority,
            path: uri.path().to_owned(),
            query: uri.query().map(str::to_owned),
            headers,
            model,
            body: flags.body,
            is_whole: self.curl.is_some(),
        })
    }
}

/// The model that a body names.
pub(super) fn model_of(body: &str) -> Option<String> {
    let peek = peek::peek(body.as_bytes());
    peek.ok().and_then(|peek| peek.model().map(str::to_owned))
}

fn header(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as NAME=VALUE".to_owned()),
    }
}
