package io.agegender.dataset.build;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.agegender.adience.SplitReport;
import io.agegender.foundation.error.Choice;
import java.io.IOException;
import java.util.List;

/**
 * Where every row went, and what the lists hold and share.
 *
 * @param accounts per target and alignment
 * @param splits per target, alignment and test fold
 */
public record DatasetReport(List<Accounting> accounts, List<SplitReport> splits) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .registerModule(new SimpleModule().addSerializer(new KeySerializer()))
          .enable(SerializationFeature.INDENT_OUTPUT);

  /** As JSON with kebab-case keys. */
  public String json() {
    try {
      return JSON.writeValueAsString(this).replace(System.lineSeparator(), "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and texts can be written", e);
    }
  }

  /** As tables for people. */
  public String text() {
    return ReportText.of(this);
  }

  /** Enum constants as settings and tables spell them. */
  @SuppressWarnings("rawtypes") // Jackson looks serialisers up by the raw class.
  private static final class KeySerializer extends StdSerializer<Enum> {
    private static final long serialVersionUID = 1L;

    KeySerializer() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(Choice.key(value));
    }
  }
}
