package io.sluice.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.CallableDeclaration;
import com.github.javaparser.ast.body.ConstructorDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.RecordDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The limits that keep the repository readable, over the sources of all modules. They are the outer fence: what comes
 * near one has a concept that wants out.
 */
class TidyTest {
    private static final int MAX_METHOD_LINES = 60;
    private static final int MAX_FILE_LINES = 500;
    private static final int MAX_PARAMETERS = 10;

    private static final Set<String> EMPTY_NAME_PARTS =
            Set.of("Util", "Utils", "Helper", "Manager", "Impl", "Base", "Info", "Data");
    /** Compounds in which such a part has a meaning of its own. */
    private static final Pattern FULL_COMPOUNDS = Pattern.compile("DataFile|DataType|DataSource|ChangeData");

    private static final Pattern CAMEL_WORD = Pattern.compile("[A-Z][a-z0-9]*");
    private static final Pattern MARKDOWN_CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");
    private static final Pattern MARKDOWN_LINK = Pattern.compile("\\]\\(<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)");

    /** Written in halves, or this file would be the first to break its own rule. */
    private static final List<String> MACHINE_WORDS = List.of("/wo" + "rk/", "/ro" + "ot/", "local" + "host:80");

    private static final RepositoryFiles REPOSITORY = RepositoryFiles.read();

    @Test
    void filesAreShort() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : REPOSITORY.javaSources()) {
            long lines = RepositoryFiles.text(file).lines().count();
            if (lines > MAX_FILE_LINES) {
                tooLong.add(REPOSITORY.relative(file) + " has " + lines + " lines");
            }
        }
        assertThat(tooLong).as("files over %d lines", MAX_FILE_LINES).isEmpty();
    }

    @Test
    void methodsAreShort() {
        List<String> tooLong = violations((unit, found) -> {
            for (MethodDeclaration method : unit.findAll(MethodDeclaration.class)) {
                method.getBody().ifPresent(body -> reportLength(method, body, found));
            }
            for (ConstructorDeclaration constructor : unit.findAll(ConstructorDeclaration.class)) {
                reportLength(constructor, constructor.getBody(), found);
            }
        });
        assertThat(tooLong).as("methods over %d lines", MAX_METHOD_LINES).isEmpty();
    }

    private static void reportLength(CallableDeclaration<?> callable, Node body, List<String> found) {
        int lines = body.getRange().orElseThrow().getLineCount();
        if (lines > MAX_METHOD_LINES) {
            found.add(callable.getNameAsString() + " has " + lines + " lines");
        }
    }

    @Test
    void constructorsAndRecordsTakeFewParameters() {
        List<String> tooWide = violations((unit, found) -> {
            for (ConstructorDeclaration constructor : unit.findAll(ConstructorDeclaration.class)) {
                reportWidth(
                        constructor.getNameAsString(),
                        constructor.getParameters().size(),
                        found);
            }
            for (RecordDeclaration type : unit.findAll(RecordDeclaration.class)) {
                reportWidth(type.getNameAsString(), type.getParameters().size(), found);
            }
        });
        assertThat(tooWide).as("more than %d parameters", MAX_PARAMETERS).isEmpty();
    }

    private static void reportWidth(String name, int parameters, List<String> found) {
        if (parameters > MAX_PARAMETERS) {
            found.add(name + " takes " + parameters);
        }
    }

    @Test
    void typeNamesHaveNoEmptyParts() {
        List<String> empty = violations((unit, found) -> {
            for (TypeDeclaration<?> type : unit.findAll(TypeDeclaration.class, named -> true)) {
                String name = type.getNameAsString();
                Matcher word = CAMEL_WORD.matcher(FULL_COMPOUNDS.matcher(name).replaceAll(""));
                while (word.find()) {
                    if (EMPTY_NAME_PARTS.contains(word.group())) {
                        found.add(name + " says " + word.group());
                    }
                }
            }
        });
        assertThat(empty).as("names that do not say what the type is").isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        List<String> silent = REPOSITORY.javaSources().stream()
                .filter(file -> REPOSITORY.relative(file).contains("/src/main/java/"))
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .map(REPOSITORY::relative)
                .toList();
        assertThat(silent).as("packages without package-info.java").isEmpty();
    }

    @Test
    void linksInMarkdownLeadSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Path page : REPOSITORY.markdown()) {
            String prose = MARKDOWN_CODE.matcher(RepositoryFiles.text(page)).replaceAll("");
            Matcher link = MARKDOWN_LINK.matcher(prose);
            while (link.find()) {
                String target = link.group(1).replaceFirst("#.*", "");
                boolean elsewhere = target.isEmpty() || target.matches("[a-z]+:.*");
                if (!elsewhere && !Files.exists(page.resolveSibling(target))) {
                    dead.add(REPOSITORY.relative(page) + " -> " + link.group(1));
                }
            }
        }
        assertThat(dead).as("dead links").isEmpty();
    }

    @Test
    void nothingNamesTheMachineItWasWrittenOn() {
        List<String> found = new ArrayList<>();
        for (Path file : REPOSITORY.texts()) {
            String text = RepositoryFiles.text(file);
            for (String word : MACHINE_WORDS) {
                if (text.contains(word)) {
                    found.add(REPOSITORY.relative(file) + " contains " + word);
                }
            }
        }
        assertThat(found).as("paths and hosts of one machine").isEmpty();
    }

    /** Applies a check to every source; each entry is prefixed with its file. A source that does not parse is a bug. */
    private static List<String> violations(BiConsumer<CompilationUnit, List<String>> check) {
        JavaParser parser = new JavaParser(
                new ParserConfiguration().setLanguageLevel(ParserConfiguration.LanguageLevel.BLEEDING_EDGE));
        List<String> all = new ArrayList<>();
        for (Path file : REPOSITORY.javaSources()) {
            var result = parser.parse(RepositoryFiles.text(file));
            assertThat(result.getProblems()).as(REPOSITORY.relative(file)).isEmpty();
            List<String> found = new ArrayList<>();
            check.accept(result.getResult().orElseThrow(), found);
            found.forEach(entry -> all.add(REPOSITORY.relative(file) + ": " + entry));
        }
        return all;
    }
}
