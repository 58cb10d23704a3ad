"""From what people write to ids: places, countries, regions, blocs."""
