//! A workplace and a way to run a shell or Python text in it as a client.

use std::{path::PathBuf, time::Duration};

use hq_conformance::client::{
    command::Command,
    folders::{StepFolders, Workplace},
    manifest::RunRules,
    pipes::KEPT,
    placeholders::Values,
    run::{ClientRun, Step, StepError},
};

pub(crate) struct Stage {
    pub(crate) workplace: Workplace,
    pub(crate) rules: RunRules,
    pub(crate) values: Values,
    pub(crate) here: PathBuf,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let workplace = Workplace::new().expect("workplace");
        let here = workplace.root().join("here");
        std::fs::create_dir(&here).expect("here");
        Self {
            workplace,
            rules: RunRules {
                timeout: Duration::from_secs(20),
                ..RunRules::default()
            },
            values: Values::new(),
            here,
        }
    }

    pub(crate) fn with_timeout(timeout: Duration) -> Self {
        let mut stage = Self::new();
        stage.rules.timeout = timeout;
        stage
    }

    pub(crate) async fn try_run(
        &mut self,
        arguments: &[&str],
    ) -> Result<(ClientRun, StepFolders), StepError> {
        let folders = self.workplace.next_step().expect("folders");
        let command = Command::new(arguments.iter().map(Into::into).collect()).expect("command");
        let step = Step {
            command: &command,
            further: &[],
            rules: &self.rules,
            folders: &folders,
            here: &self.here,
            values: &self.values,
            stdout_kept: KEPT,
        };
        Ok((step.run().await?, folders))
    }

    pub(crate) async fn run(&mut self, arguments: &[&str]) -> (ClientRun, StepFolders) {
        self.try_run(arguments).await.expect("the step can be run")
    }

    pub(crate) async fn sh(&mut self, script: &str) -> ClientRun {
        self.run(&["sh", "-c", script]).await.0
    }

    pub(crate) async fn python(&mut self, script: &str) -> ClientRun {
        self.run(&["python3", "-c", script]).await.0
    }
}

/// Whether a process is there and not merely waiting to be reaped.
pub(crate) fn is_alive(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
    stat.is_ok_and(|stat| !stat.contains(") Z "))
}
