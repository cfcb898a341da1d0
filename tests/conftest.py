from hypothesis import Phase, settings

# Explaining a failure traces every line of pandas, which takes minutes and says little.
settings.register_profile(
    "house",
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    deadline=None,
)
settings.load_profile("house")
