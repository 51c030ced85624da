// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.submit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the Kubernetes operator for Apache Spark accepts in the kinds and fields that the files here
 * use: facts noted from its API, sparkoperator.k8s.io/v1beta2, and from Kubernetes' core/v1. A
 * field that is not listed is taken for a misspelt one, since the API server drops it without a
 * word.
 */
final class OperatorSchema {
  private static final String QUANTITY = "/\\d+(\\.\\d+)?([kKMGTP]i?|m)?/";
  private static final String JAVA_SIZE = "/\\d+[kmgt]/";

  /** Fields by type; one that ends with {@code !} is required. */
  private static final Map<String, Map<String, String>> TYPES = new HashMap<>();

  static {
    type(
        "SparkApplication", "apiVersion! group, kind! text, metadata! Metadata, spec! Application");
    type(
        "ScheduledSparkApplication",
        "apiVersion! group, kind! text, metadata! Metadata, spec! Schedule");
    type("Metadata", "name! /[a-z0-9]([a-z0-9.-]*[a-z0-9])?/, namespace text, labels texts");
    type(
        "Schedule",
        "schedule! text, template! Application, suspend flag, concurrencyPolicy Allow|Forbid|Replace,"
            + " successfulRunHistoryLimit whole, failedRunHistoryLimit whole");
    type(
        "Application",
        "type! Java|Python|Scala|R, sparkVersion! text, mode cluster|client, image text,"
            + " imagePullPolicy text, mainClass text, mainApplicationFile! text, arguments [text],"
            + " sparkConf texts, hadoopConf texts, deps Deps, restartPolicy Restart,"
            + " volumes [Volume], driver! Driver, executor! Executor, timeToLiveSeconds whole");
    type("Deps", "jars [text], files [text], packages [text], repositories [text]");
    type(
        "Restart",
        "type Never|Always|OnFailure, onFailureRetries whole, onFailureRetryInterval positive,"
            + " onSubmissionFailureRetries whole, onSubmissionFailureRetryInterval positive");
    String pod =
        "cores positive, coreLimit text, coreRequest text, memory "
            + JAVA_SIZE
            + ", memoryOverhead "
            + JAVA_SIZE
            + ", gpu Gpu, image text, env [Env], labels texts, annotations texts,"
            + " volumeMounts [Mount], podSecurityContext PodSecurity,"
            + " securityContext ContainerSecurity, nodeSelector texts,"
            + " terminationGracePeriodSeconds whole, serviceAccount text, javaOptions text";
    type("Driver", pod);
    type("Executor", pod + ", instances positive, deleteOnTermination flag");
    type("Gpu", "name! text, quantity! positive");
    type("Env", "name! text, value text");
    type("Mount", "name! text, mountPath! text, readOnly flag, subPath text");
    type("Volume", "name! text, persistentVolumeClaim Claim, emptyDir EmptyDir");
    type("Claim", "claimName! text, readOnly flag");
    type("EmptyDir", "medium text, sizeLimit " + QUANTITY);
    type(
        "PodSecurity",
        "runAsNonRoot flag, runAsUser whole, runAsGroup whole, fsGroup whole, seccompProfile Seccomp");
    type("Seccomp", "type! RuntimeDefault|Unconfined|Localhost");
    type(
        "ContainerSecurity",
        "readOnlyRootFilesystem flag, allowPrivilegeEscalation flag, runAsNonRoot flag,"
            + " runAsUser whole, capabilities Capabilities");
    type("Capabilities", "add [text], drop [text]");
  }

  private OperatorSchema() {}

  private static void type(String name, String fields) {
    Map<String, String> types = new HashMap<>();
    for (String field : fields.split(", *")) {
      String[] parts = field.split(" ", 2);
      types.put(parts[0], parts[1]);
    }
    TYPES.put(name, types);
  }

  /** Everything that is wrong with a manifest, each with its path; nothing if it is accepted. */
  static List<String> problems(Map<?, ?> manifest) {
    List<String> problems = new ArrayList<>();
    Object kind = manifest.get("kind");
    if (Set.of("SparkApplication", "ScheduledSparkApplication").contains(String.valueOf(kind))) {
      check(kind.toString(), "", manifest, problems);
    } else {
      problems.add("kind: there is no " + kind);
    }
    return problems;
  }

  private static void check(String type, String path, Object value, List<String> problems) {
    boolean good =
        switch (type) {
          case "text" -> value instanceof String;
          case "group" -> "sparkoperator.k8s.io/v1beta2".equals(value);
          case "flag" -> value instanceof Boolean;
          case "whole" -> value instanceof Integer number && number >= 0;
          case "positive" -> value instanceof Integer number && number >= 1;
          case "texts" ->
              value instanceof Map<?, ?> map
                  && map.values().stream().allMatch(String.class::isInstance);
          default -> checked(type, path, value, problems);
        };
    if (!good) {
      problems.add("%s: %s is not of type %s".formatted(path, value, type));
    }
  }

  private static boolean checked(String type, String path, Object value, List<String> problems) {
    if (type.startsWith("[")) {
      return value instanceof List<?> list && each(type, path, list, problems);
    }
    if (type.startsWith("/")) {
      return value instanceof String text && text.matches(type.substring(1, type.length() - 1));
    }
    if (type.contains("|")) {
      return value instanceof String text && List.of(type.split("\\|")).contains(text);
    }
    return value instanceof Map<?, ?> map && fields(type, path, map, problems);
  }

  private static boolean each(String type, String path, List<?> list, List<String> problems) {
    for (int i = 0; i < list.size(); i++) {
      check(type.substring(1, type.length() - 1), path + "[" + i + "]", list.get(i), problems);
    }
    return true;
  }

  private static boolean fields(String type, String path, Map<?, ?> value, List<String> problems) {
    Map<String, String> types = TYPES.get(type);
    value.forEach(
        (key, field) -> {
          String place = path + "." + key;
          String known = types.getOrDefault(key + "!", types.get(key.toString()));
          if (known == null) {
            problems.add(place + ": there is no such field");
          } else {
            check(known, place, field, problems);
          }
        });
    types.keySet().stream()
        .filter(name -> name.endsWith("!"))
        .map(name -> name.substring(0, name.length() - 1))
        .filter(name -> !value.containsKey(name))
        .forEach(name -> problems.add("%s.%s: is missing".formatted(path, name)));
    return true;
  }
}
