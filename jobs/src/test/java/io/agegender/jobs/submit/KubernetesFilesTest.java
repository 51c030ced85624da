// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The operator accepts the manifests, and their pods survive what containers do. */
class KubernetesFilesTest {
  private static final Path SUBMIT = Path.of(System.getProperty("agegender.root"), "submit");
  private static final String SWEEP = "kubernetes/sweep.yaml";
  private static final String NIGHT = "schedules/kubernetes.yaml";
  private static final int LEAST_GRACE = 30;

  @ParameterizedTest
  @ValueSource(strings = {SWEEP, NIGHT})
  void theOperatorAcceptsIt(String file) throws IOException {
    assertThat(OperatorSchema.problems(parse(text(file)))).isEmpty();
  }

  /** What a careless edit would do: the schema sees it. */
  @ParameterizedTest
  @CsvSource({
    "'cores: 8', 'cores: \"8\"', '.spec.executor.cores: 8 is not of type positive'",
    "'task.cpus: \"8\"', 'task.cpus: 8', '.spec.sparkConf: '",
    "'  driver:', '  drivers:', '.spec.driver: is missing'",
    "'fsGroup', 'fsgroup', '.spec.driver.podSecurityContext.fsgroup: there is no such field'",
    "'memory: 5g', 'memory: 5 GB', '.spec.executor.memory: 5 GB is not of type '",
    "'OnFailure', 'OnError', '.spec.restartPolicy.type: OnError is not of type '",
    "'claimName: agegender-data', 'readOnly: true', '[0].persistentVolumeClaim.claimName: is missing'",
    "'v1beta2\nkind', 'v1alpha1\nkind', '.apiVersion: '",
  })
  void theSchemaRefusesWhatTheOperatorWould(String from, String to, String says)
      throws IOException {
    String text = text(SWEEP);
    assertThat(text).contains(from);
    assertThat(OperatorSchema.problems(parse(text.replace(from, to))))
        .anyMatch(problem -> problem.contains(says));
  }

  @ParameterizedTest
  @ValueSource(strings = {SWEEP, NIGHT})
  void podsNeedNoRootNoWritableRootAndHaveTimeToEnd(String file) throws IOException {
    Map<?, ?> spec = map(parse(text(file)), "spec");
    Map<?, ?> application = spec.containsKey("template") ? map(spec, "template") : spec;
    assertThat(map(application, "sparkConf").get("spark.dynamicAllocation.enabled"))
        .isEqualTo("false");
    for (String part : List.of("driver", "executor")) {
      Map<?, ?> pod = map(application, part);
      assertThat((Integer) pod.get("terminationGracePeriodSeconds"))
          .as(part)
          .isGreaterThanOrEqualTo(LEAST_GRACE);
      assertThat(map(pod, "podSecurityContext").get("runAsNonRoot")).isEqualTo(true);
      assertThat(map(pod, "securityContext").get("readOnlyRootFilesystem")).isEqualTo(true);
      assertThat(pod.get("javaOptions").toString()).contains("-Duser.home=/tmp");
      // What is mounted is declared, and the JVM's temporary folder is among it.
      List<?> mounts = (List<?>) pod.get("volumeMounts");
      assertThat(values(mounts, "mountPath")).contains("/tmp");
      assertThat(values((List<?>) application.get("volumes"), "name"))
          .containsAll(values(mounts, "name"));
    }
  }

  private static List<Object> values(List<?> of, String key) {
    return of.stream().<Object>map(one -> ((Map<?, ?>) one).get(key)).toList();
  }

  private static Map<?, ?> map(Map<?, ?> of, String key) {
    return (Map<?, ?>) of.get(key);
  }

  private static String text(String file) throws IOException {
    return Files.readString(SUBMIT.resolve(file));
  }

  private static Map<?, ?> parse(String text) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }
}
