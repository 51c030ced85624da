// SPDX-License-Identifier: Apache-2.0
package io.agegender.jobs.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agegender.foundation.error.FailedException;
import io.agegender.foundation.error.UsageException;
import io.agegender.foundation.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The script that tells Spark which GPUs a machine has. Ours tells their compute capabilities, too;
 * Spark passes only addresses on, so it is asked again.
 */
final class DiscoveryScript {
  private static final String ADDRESSES = "addresses";
  private static final String CAPABILITIES = "compute-capabilities";

  private DiscoveryScript() {}

  /**
   * Runs it on this machine.
   *
   * @return the compute capability of each GPU by its address
   * @throws UsageException if it does not tell them
   * @throws FailedException if it cannot be run
   */
  static Map<String, ComputeCapability> run(String script) {
    try {
      Process process =
          new ProcessBuilder(script).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String line =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = process.waitFor();
      if (code != 0) {
        throw new FailedException("%s ended with exit code %d".formatted(script, code));
      }
      return parse(script, line);
    } catch (IOException e) {
      throw new FailedException("%s cannot be run: %s".formatted(script, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("interrupted while %s ran".formatted(script), e);
    }
  }

  private static Map<String, ComputeCapability> parse(String script, String line) {
    try {
      JsonNode node = Json.tree(line);
      JsonNode addresses = node.path(ADDRESSES);
      JsonNode capabilities = node.path(CAPABILITIES);
      if (!capabilities.isArray() || capabilities.size() != addresses.size()) {
        throw new UsageException(
            ("%s tells %d addresses and %d values of \"%s\"; one for each GPU is needed, to know whether"
                    + " ND4J has code for it. Use submit/discover-gpus")
                .formatted(script, addresses.size(), capabilities.size(), CAPABILITIES));
      }
      Map<String, ComputeCapability> gpus = new TreeMap<>();
      for (int i = 0; i < addresses.size(); i++) {
        gpus.put(addresses.get(i).asText(), ComputeCapability.parse(capabilities.get(i).asText()));
      }
      return gpus;
    } catch (JsonProcessingException e) {
      throw new UsageException("%s printed no JSON: '%s'".formatted(script, line), e);
    }
  }
}
