//! The contract of a command: placeholders, variables, folders, surroundings.

use std::fs;

use hq_conformance::client::{
    command::Command,
    manifest::Home,
    pipes::KEPT,
    placeholders::Placeholder,
    run::{Exit, Step, StepError},
};

use crate::stage::Stage;

#[tokio::test]
async fn arguments_arrive_whole_and_as_variables_too() {
    let mut stage = Stage::new();
    let url = "http://h/a/d/?export_tag=%22x y%22&format=csv";
    stage
        .values
        .set(Placeholder::Url, url)
        .set(Placeholder::Password, "p: \" \\ % & $HOME");
    let (run, _) = stage
        .run(&[
            "sh",
            "-c",
            "printf '%s\\n' \"$#\" \"$1\" \"$2\" \"$HQ_URL\" \"$HQ_PASSWORD\" \"${HQ_TOKEN-unset}\"",
            "client",
            "{url}",
            "--password={password}",
        ])
        .await;
    assert_eq!(
        run.stdout.text(),
        format!("2\n{url}\n--password=p: \" \\ % & $HOME\n{url}\np: \" \\ % & $HOME\nunset\n")
    );
}

#[tokio::test]
async fn a_shell_line_never_reads_a_value_as_code() {
    let mut stage = Stage::new();
    let evil = "x'; echo \"$(id)\" `id` & # \\";
    stage.values.set(Placeholder::Url, evil);
    let folders = stage.workplace.next_step().expect("folders");
    let line = "printf '%s|' {url} \"{url}\" '{url}' | cat; echo ${HQ_URL#x}";
    let command = Command::shell(line.as_ref()).expect("line");
    let step = Step {
        command: &command,
        further: &[],
        rules: &stage.rules,
        folders: &folders,
        here: &stage.here,
        values: &stage.values,
        stdout_kept: KEPT,
    };
    let run = step.run().await.expect("runs");
    assert_eq!(
        run.stdout.text(),
        format!("{evil}|{evil}|{evil}|'; echo \"$(id)\" `id` & # \\\n")
    );
}

#[tokio::test]
async fn out_is_new_in_each_step_and_state_stays() {
    let mut stage = Stage::new();
    let script = "ls -A \"$HQ_OUT\" . \"$HOME\" \"$TMPDIR\" | grep -c '^[a-z]'; \
                  touch \"$HQ_OUT/out\" here \"$HOME/home\" \"$TMPDIR/tmp\"; \
                  echo run >> \"$HQ_STATE/runs\"; cat \"$HQ_STATE/runs\"";
    assert_eq!(stage.sh(script).await.stdout.text(), "0\nrun\n");
    assert_eq!(stage.sh(script).await.stdout.text(), "0\nrun\nrun\n");
}

#[tokio::test]
async fn the_working_folder_may_be_the_state() {
    let mut stage = Stage::new();
    stage.rules.cwd = Some("{state}".into());
    stage.sh("echo kept > file").await;
    let kept = fs::read_to_string(stage.workplace.state().join("file")).expect("the file");
    assert_eq!(kept, "kept\n");
}

#[tokio::test]
async fn surroundings_are_pinned() {
    let mut stage = Stage::new();
    let run = stage
        .sh("echo \"$LC_ALL $TZ ${http_proxy-none} ${HTTPS_PROXY-none} ${XDG_CONFIG_HOME-none}\"")
        .await;
    assert_eq!(run.stdout.text(), "C.UTF-8 UTC none none none\n");

    let home = std::env::var("HOME").expect("tests have a home");
    assert_ne!(stage.sh("printf %s \"$HOME\"").await.stdout.text(), home);
    stage.rules.home = Home::Inherit;
    assert_eq!(stage.sh("printf %s \"$HOME\"").await.stdout.text(), home);
}

#[tokio::test]
async fn a_missing_program_is_named_with_the_places_looked_at() {
    let mut stage = Stage::new();
    let error = stage
        .try_run(&["no-such-client"])
        .await
        .expect_err("missing");
    let message = error.to_string();
    assert!(
        message.starts_with("the client program `no-such-client` was not found; looked for in /"),
        "{message}"
    );
    let error = stage
        .try_run(&["{here}/missing.sh"])
        .await
        .expect_err("missing");
    let path = stage.here.join("missing.sh");
    assert_eq!(
        error.to_string(),
        format!(
            "the client program `{0}` was not found; looked for in {0}",
            path.display()
        )
    );
}

#[tokio::test]
async fn a_program_that_cannot_start_is_no_client_failure_but_told() {
    let mut stage = Stage::new();
    fs::write(stage.here.join("plain.txt"), "no program").expect("write");
    let error = stage
        .try_run(&["{here}/plain.txt"])
        .await
        .expect_err("no program");
    assert!(
        matches!(&error, StepError::NotRunnable { reason, .. } if reason.contains("chmod +x")),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_folder_of_the_kit_that_is_gone_is_the_kits_trouble() {
    let mut stage = Stage::new();
    let folders = stage.workplace.next_step().expect("folders");
    fs::remove_dir_all(&folders.cwd).expect("gone");
    let command = Command::new(vec!["true".into()]).expect("command");
    let step = Step {
        command: &command,
        further: &[],
        rules: &stage.rules,
        folders: &folders,
        here: &stage.here,
        values: &stage.values,
        stdout_kept: 0,
    };
    let error = step.run().await.expect_err("not started");
    assert!(matches!(error, StepError::NotBegun(_)), "{error:?}");
}

#[tokio::test]
async fn the_kit_can_end_a_client_at_a_moment_of_its_own() {
    let mut stage = Stage::new();
    let folders = stage.workplace.next_step().expect("folders");
    let command = Command::new(vec!["sleep".into(), "60".into()]).expect("command");
    let step = Step {
        command: &command,
        further: &[],
        rules: &stage.rules,
        folders: &folders,
        here: &stage.here,
        values: &stage.values,
        stdout_kept: KEPT,
    };
    let run = step.run_until(async {}).await.expect("runs");
    assert_eq!(run.exit, Exit::Stopped);
}

#[tokio::test]
async fn many_runs_at_once_leave_each_other_alone() {
    let runs: Vec<_> = (0..8)
        .map(|number| {
            tokio::spawn(async move {
                let script = format!("sleep 60 & sleep 0.2; echo {number}");
                Stage::new().sh(&script).await
            })
        })
        .collect();
    for (number, run) in runs.into_iter().enumerate() {
        let run = run.await.expect("no panic");
        assert_eq!(run.exit, Exit::Exited(0));
        assert_eq!(run.stdout.text(), format!("{number}\n"));
        #[cfg(target_os = "linux")]
        assert_eq!(run.strays_killed, 1);
    }
}
