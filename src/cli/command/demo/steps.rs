//! What `demo` plays, a row for each step.

/// A step: what it shows, and the lines that show it.
pub(super) struct Step {
    pub(super) title: &'static str,
    pub(super) lines: &'static [Line],
}

/// A line that a user types.
pub(super) struct Line {
    pub(super) words: &'static [&'static str],
    pub(super) does: Does,
}

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// Prints what there is to see.
    Show,
    /// Calls what is served.
    Call,
    /// The same, and an error is the answer.
    Rejected,
    /// Writes a manifest to this file.
    Write(&'static str),
    /// Sets a variable of the shell, which every line has.
    Export,
    /// Serves, beside the lines that follow.
    Serve,
    /// Ends `serve`.
    Stop,
}

/// Nothing is sent to a provider, so this is not a key, and says so.
pub(super) const KEY: &str = "simulated";

const fn show(words: &'static [&'static str]) -> Line {
    Line { words, does: Does::Show }
}

const CALL_SMART: &[&str] =
    &["test", "curl", "openai-smart", "-f", "models", "In one word: who are you?"];

/// Every step.
pub(super) const STEPS: &[Step] = &[
    Step {
        title: "Write a gateway and two models; with a cluster, `kubectl apply -f models` adds them",
        lines: &[
            Line {
                words: &["add-gateway", "agentgateway-proxy", "-n", "default", "--export"],
                does: Does::Write("models/gateway.yaml"),
            },
            Line {
                words: &[
                    "add-backend",
                    "openai",
                    "-n",
                    "default",
                    "--provider",
                    "openai",
                    "--model",
                    "gpt-4o-mini",
                    "--secret",
                    "openai-api-key",
                    "--export",
                ],
                does: Does::Write("models/openai.yaml"),
            },
            Line {
                words: &[
                    "add-backend",
                    "openai-smart",
                    "-n",
                    "default",
                    "--provider",
                    "openai",
                    "--model",
                    "gpt-4o",
                    "--secret",
                    "openai-api-key",
                    "--header",
                    "X-Model-Tier=smart",
                    "--export",
                ],
                does: Does::Write("models/openai-smart.yaml"),
            },
        ],
    },
    Step {
        title: "Look: which model is reached how, with which key, in what state",
        lines: &[
            Line { words: &["export", "OPENAI_API_KEY=simulated"], does: Does::Export },
            show(&["list", "-f", "models"]),
        ],
    },
    Step {
        title: "Serve them on this machine, with simulated providers and an audit log",
        lines: &[Line {
            words: &["serve", "--simulate", "-f", "models", "--audit", "audit"],
            does: Does::Serve,
        }],
    },
    Step {
        title: "Call the default model",
        lines: &[Line {
            words: &["test", "curl", "openai", "-f", "models", "In one word: who are you?"],
            does: Does::Call,
        }],
    },
    Step {
        title: "Call the smart one: the header of its route is added",
        lines: &[Line { words: CALL_SMART, does: Does::Call }],
    },
    Step {
        title: "Explain why that request went there, without sending it",
        lines: &[show(&["explain", "-f", "models", "--header", "X-Model-Tier=smart"])],
    },
    Step {
        title: "Kill a model: its requests get 503 with the reason, and open streams end",
        lines: &[
            show(&[
                "kill",
                "model",
                "gpt-4o",
                "-f",
                "models",
                "--reason",
                "answers leak customer data",
            ]),
            Line { words: CALL_SMART, does: Does::Rejected },
        ],
    },
    Step {
        title: "Resume it",
        lines: &[
            show(&["resume", "model", "gpt-4o", "-f", "models"]),
            Line { words: CALL_SMART, does: Does::Call },
        ],
    },
    Step {
        title: "Every request is in the audit log, with what it cost",
        lines: &[show(&["audit", "list", "audit"])],
    },
    Step {
        title: "Stop serving, and verify that no line was changed or removed",
        lines: &[
            Line { words: &["kill", "%1"], does: Does::Stop },
            show(&["audit", "verify", "audit"]),
        ],
    },
];
