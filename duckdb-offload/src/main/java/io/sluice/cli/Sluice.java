package io.sluice.cli;

import io.sluice.catalog.OpenMode;
import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code sluice} itself: what its subcommands share. */
@Command(
        name = "sluice",
        description = "Writes files into the tables of a lake, exactly once, queries and changes them.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Sluice.Version.class,
        footer = {
            "",
            "Exit codes: 0 committed or nothing to do, 2 usage, 3 bad input, 4 rejected, 5 outcome unknown,",
            "130 interrupted, 1 anything else."
        })
final class Sluice implements Runnable {
    static final String LAKE_VARIABLE = "SLUICE_LAKE";
    static final String DEFAULT_LAKE = "./lake";

    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--lake",
            paramLabel = "URI",
            scope = ScopeType.INHERIT,
            description = "The lake: a folder, or postgresql://host/db?warehouse=/folder."
                    + " Default: $SLUICE_LAKE, else ./lake.")
    private String lake;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print one machine-readable result, or error, on stdout.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress and no messages, only results and errors.")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused") // Picocli acts on it.
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("unused") // Picocli acts on it.
    private boolean version;

    private final Terminal terminal;
    private final Interrupt interrupt;

    private Sluice(Terminal terminal, Interrupt interrupt) {
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    /** Runs one command line and returns its exit code. Changes nothing of the process; may be called repeatedly. */
    static int run(Terminal terminal, Interrupt interrupt, String... arguments) {
        Sluice sluice = new Sluice(terminal, interrupt);
        Failures failures = sluice.failures();
        CommandLine command = new CommandLine(sluice);
        needed(arguments)
                .forEach(name -> command.addSubcommand(name, COMMANDS.get(name).get()));
        command.setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(failures::usage)
                .setExecutionExceptionHandler((failure, line, parsed) -> failures.failed(failure, sluice.json));
        int exitCode = command.execute(arguments);
        terminal.flush();
        return exitCode;
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("ingest", IngestCommand::new);
        commands.put("sql", SqlCommand::new);
        commands.put("tables", TablesCommand::new);
        commands.put("describe", DescribeCommand::new);
        commands.put("history", HistoryCommand::new);
        commands.put("files", FilesCommand::new);
        commands.put("schema", SchemaCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("help", HelpCommand::new);
        return commands;
    }

    /** Every command that is known costs time at each start, so only those are that the arguments may mean. */
    private static Set<String> needed(String... arguments) {
        Set<String> named = new LinkedHashSet<>(COMMANDS.keySet());
        named.retainAll(Arrays.asList(arguments));
        boolean onlyVersion = arguments.length == 1 && arguments[0].matches("-V|--version");
        boolean all = (named.isEmpty() && !onlyVersion) || named.contains("help");
        return all ? COMMANDS.keySet() : named;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command, for example 'sluice demo'");
    }

    Console console() {
        return new Console(terminal, json, quiet);
    }

    Failures failures() {
        return new Failures(terminal, interrupt);
    }

    Interrupt interrupt() {
        return interrupt;
    }

    LakeUri lakeUri() {
        if (lake != null) {
            return LakeUri.parse(lake);
        }
        String fromEnvironment = System.getenv(LAKE_VARIABLE);
        return LakeUri.parse(fromEnvironment == null || fromEnvironment.isBlank() ? DEFAULT_LAKE : fromEnvironment);
    }

    /** Opens the lake for a command that only reads: one that is not there is not made. */
    Lake openExisting() {
        return openIfThere()
                .orElseThrow(() -> SluiceException.user(
                        "there is no lake at %s: name one with --lake, or make one with 'sluice ingest'"
                                .formatted(lakeUri().text())));
    }

    /** Opens the lake if it is there. */
    Optional<Lake> openIfThere() {
        LakeUri uri = lakeUri();
        boolean missing = uri instanceof LakeUri.Folder folder && !Files.isDirectory(folder.path());
        return missing ? Optional.empty() : Optional.of(Lake.open(uri, OpenMode.OPEN_EXISTING));
    }

    /** Opens the lake, and makes it if it is not there. */
    Lake open() {
        return Lake.open(lakeUri(), OpenMode.CREATE_IF_MISSING);
    }

    /** Says which program this is. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sluice " + number()};
        }

        static String number() {
            String version = Sluice.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }
    }
}
