package io.sluice.cli;

import io.sluice.error.SluiceException;
import io.sluice.session.SessionOutput;
import io.sluice.session.SqlSession;
import io.sluice.session.StatementEnd;
import io.sluice.session.StatementEnd.Done;
import io.sluice.sql.SqlScript;
import io.sluice.sql.SqlStatement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Brings statements to a session: a script as a whole, or from stdin, each as soon as its semicolon has come. */
final class SessionInput {
    private final SqlSession session;
    private final ResultOutput results;
    private final Failures failures;
    private final Console console;
    private final SqlScript script = new SqlScript();

    SessionInput(SqlSession session, ResultOutput results, Failures failures, Console console) {
        this.session = session;
        this.results = results;
        this.failures = failures;
        this.console = console;
    }

    /** Runs a script; no statement runs if one is no statement, and none after one that does not end well. */
    ExitCode script(String script) {
        return failures.ended(results.write(output -> session.runScript(script, output)), console.json());
    }

    /** Runs a script that comes from stdin, up to the first statement that does not end well. */
    ExitCode streamedScript() {
        StatementEnd end = results.write(output -> {
            StatementEnd read = read(text -> run(text, output), () -> {});
            if (read instanceof Done) {
                session.requireNoTransaction();
            }
            return read;
        });
        return failures.ended(end, console.json());
    }

    /** Runs what somebody types, or a program sends. The code is that of the last statement that did not end well. */
    ExitCode session() {
        ExitCode[] last = {ExitCode.DONE};
        results.write(output -> {
            read(
                    text -> {
                        ExitCode code = runOrTell(text, output);
                        last[0] = code == ExitCode.DONE ? last[0] : code;
                        return new Done();
                    },
                    this::prompt);
            tellOpenTransaction(last);
            return new Done();
        });
        return last[0];
    }

    private void tellOpenTransaction(ExitCode[] last) {
        try {
            session.requireNoTransaction();
        } catch (SluiceException open) {
            last[0] = ExitCode.of(failures.failed(open, console.json()));
        }
    }

    /** Reads statements to the end of stdin, or until one does not end well. */
    private StatementEnd read(Function<String, StatementEnd> runner, Runnable beforeLine) {
        try {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(console.terminal().in(), StandardCharsets.UTF_8));
            beforeLine.run();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                for (String text : script.take(line + "\n")) {
                    StatementEnd end = runner.apply(text);
                    if (!(end instanceof Done)) {
                        return end;
                    }
                }
                beforeLine.run();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("stdin cannot be read", broken);
        }
        return runner.apply(script.rest());
    }

    private void prompt() {
        if (console.terminal().outColumns().isPresent()) {
            String state = session.isInTransaction() ? "*" : "";
            console.terminal().err().print(script.isWithin() ? "   -> " : "sluice" + state + "> ");
            console.terminal().flush();
        }
    }

    private StatementEnd run(String text, SessionOutput output) {
        for (SqlStatement statement : SqlScript.parse(text)) {
            StatementEnd end = session.run(statement, output);
            if (!(end instanceof Done)) {
                return end;
            }
        }
        return new Done();
    }

    private ExitCode runOrTell(String text, SessionOutput output) {
        try {
            return failures.ended(run(text, output), console.json());
        } catch (SluiceException failure) {
            session.fail();
            ExitCode code = ExitCode.of(failures.failed(failure, console.json()));
            if (code == ExitCode.INTERRUPTED) {
                throw failure;
            }
            return code;
        } finally {
            console.terminal().flush();
        }
    }
}
