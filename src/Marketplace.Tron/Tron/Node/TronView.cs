namespace Marketplace.Tron;

/// <summary>Which part of the chain a question is about.</summary>
public enum TronView
{
    /// <summary>Up to the newest block (<c>/wallet</c>): may still be undone by a fork.</summary>
    Head,

    /// <summary>Up to the newest solid block (<c>/walletsolidity</c>): final.</summary>
    Solid,
}
