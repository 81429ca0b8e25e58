"""The look of Heard: theme, components, forms, charts, print. Knows no other room."""
